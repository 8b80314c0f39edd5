//! The conversation in a terminal.
//!
//! `talk` is the loop: `prompt` reads a line, `conversation` sends it, `follow` watches the answer, and `printer` writes
//! it on the `screen`, in the words of `lines`. `chat -p`, one message without a prompt, uses `follow` and `printer` too.

mod approval;
mod banner;
mod conversation;
mod follow_turn;
mod keys;
mod local_commands;
mod plugin_messages;
mod printer;
mod prompt;
mod screen;
mod signals;
mod talk;
mod turn_lines;
mod view;

pub use conversation::Conversation;
pub use follow_turn::{FollowEnd, follow};
pub use keys::Keyboard;
pub use printer::TurnPrinter;
pub use signals::{Interruption, Signals};
pub use talk::talk;
pub use view::TurnView;
