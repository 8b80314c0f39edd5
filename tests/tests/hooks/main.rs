//! Hooks: their kinds, their order, what a fault of one costs, what cannot stand together.

mod breaker;
mod conflicts;
mod events;
mod faults;
mod kinds;
mod listing;
mod order;
mod point_table;
mod spans;
mod start_order;
