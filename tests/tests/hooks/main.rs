//! Hooks: their kinds, their order, what a fault of one costs, what cannot stand together.

mod breaker;
mod conflicts;
mod events;
mod faults;
mod kinds;
mod listing;
mod observers;
mod operator_order;
mod order;
mod order_properties;
mod point_table;
mod start_order;
mod trace_detail;
