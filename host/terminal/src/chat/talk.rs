use super::banner::Banner;
use super::conversation::{Conversation, Next};
use super::local_commands;
use super::prompt::{Prompt, Typed};
use super::signals::Interruption;
use std::io;
use std::path::Path;

const HISTORY: &str = "history";

/// Talks until the user leaves or another host takes the store.
///
/// `server` is the address of the HTTP server, or why there is none; `resumed` is the number of messages of an earlier
/// run that are being answered.
pub async fn talk(
    mut conversation: Conversation,
    data: &Path,
    server: Result<String, String>,
    resumed: usize,
) -> io::Result<()> {
    let (engine, style) = (conversation.engine.clone(), conversation.style);
    let commands = local_commands::all_commands(&engine, &conversation.agent);
    let mut prompt = Prompt::open(data.join(HISTORY), commands, style)?;
    let asked = local_commands::pending_approvals(&engine).await?.len();
    let banner = Banner { engine: &engine, agent: &conversation.agent, server, resumed, asked }.text(style);
    conversation.printer.screen.line(banner.trim_end_matches('\n'))?;
    conversation.printer.screen.blank()?;
    conversation.show_plugin_messages().await?;
    tokio::select! {
        ended = read_and_answer(&mut conversation, &mut prompt) => ended?,
        _ = engine.ownership_lost() => leave_prompt(&mut conversation)?,
    }
    conversation.printer.screen.line(&style.dim("good-bye"))
}

/// Reads one line after the other and answers it.
async fn read_and_answer(conversation: &mut Conversation, prompt: &mut Prompt) -> io::Result<()> {
    loop {
        let typed = tokio::select! {
            typed = prompt.read() => typed,
            signal = conversation.signals.next() => {
                if signal == Interruption::Interrupt {
                    // It was meant for the answer that has just ended.
                    continue;
                }
                return leave_prompt(conversation);
            }
        };
        match typed {
            Typed::End => return Ok(()),
            Typed::Interrupt if conversation.signals.interrupt() == Interruption::Again => return Ok(()),
            Typed::Interrupt => {
                let hint = conversation.style.dim("Ctrl-C again, or Ctrl-D, leaves");
                conversation.printer.screen.line(&hint)?;
            }
            Typed::Discarded => conversation.signals.forget(),
            Typed::Message(message) => {
                conversation.signals.forget();
                conversation.show_plugin_messages().await?;
                if !message.trim().is_empty() && answer(conversation, &message).await? == Next::Leave {
                    return Ok(());
                }
            }
        }
    }
}

async fn answer(conversation: &mut Conversation, message: &str) -> io::Result<Next> {
    match local_commands::run(conversation, message).await? {
        Some(next) => Ok(next),
        None => conversation.say(message).await,
    }
}

/// Begins a new line behind a prompt that may still be shown, and ends the mode of pasting that the prompt has set.
fn leave_prompt(conversation: &mut Conversation) -> io::Result<()> {
    let end_paste_mode = if conversation.style.can_erase() { "\x1b[?2004l" } else { "" };
    conversation.printer.screen.line(end_paste_mode)
}
