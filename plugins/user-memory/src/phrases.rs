use crate::config::Config;

/// Returns what a user's message asks to remember, and what it says of the user: by the words a sentence begins with.
pub(crate) fn facts(message: &str, config: &Config) -> Vec<String> {
    sentences(message).filter_map(|sentence| fact(sentence, config)).collect()
}

fn fact(sentence: &str, config: &Config) -> Option<String> {
    // "Remember that summer?" asks, and tells nothing.
    if sentence.ends_with('?') {
        return None;
    }
    let words: Vec<_> = sentence.split_whitespace().collect();
    if let Some(count) = longest(&config.requests, &words) {
        let rest = words[count..].join(" ");
        return Some(rest).filter(|rest| !rest.is_empty());
    }
    longest(&config.statements, &words).filter(|count| *count < words.len()).map(|_| words.join(" "))
}

/// Returns how many words the longest of the phrases has with which the words begin.
fn longest(phrases: &[String], words: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| beginning(phrase, words)).max()
}

/// Returns how many words a phrase has, if the words begin with it; case and what stands behind a word do not count.
fn beginning(phrase: &str, words: &[&str]) -> Option<usize> {
    let plain = |word: &str| word.trim_end_matches([',', ':']).to_lowercase();
    let phrase: Vec<_> = phrase.split_whitespace().map(plain).collect();
    let begins = !phrase.is_empty()
        && phrase.len() <= words.len()
        && phrase.iter().zip(words).all(|(expected, word)| *expected == plain(word));
    begins.then_some(phrase.len())
}

/// Returns the sentences of a text, with the marks at their ends: a mark ends one where a space or nothing follows.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line.trim();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let mut ends = rest.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len());
            let is_end = |at: &usize| rest[*at..].chars().next().is_none_or(char::is_whitespace);
            let (sentence, behind) = rest.split_at(ends.find(is_end).unwrap_or(rest.len()));
            rest = behind.trim_start();
            Some(sentence)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{facts, sentences};
    use crate::config::Config;

    fn found(message: &str) -> Vec<String> {
        facts(message, &Config::default())
    }

    #[test]
    fn what_a_user_asks_to_remember_is_the_rest_of_the_sentence() {
        for message in [
            "Remember that the door code is 4711.",
            "please remember: the door code is 4711.",
            "Hi! PLEASE  remember that the door code is 4711. Thanks.",
            "hello\nremember the door code is 4711.",
        ] {
            assert_eq!(found(message), ["the door code is 4711."], "{message}");
        }
    }

    #[test]
    fn what_a_user_says_of_themselves_is_the_sentence() {
        assert_eq!(found("My name is Ann. I live in Oslo!"), ["My name is Ann.", "I live in Oslo!"]);
    }

    #[test]
    fn questions_unfinished_sentences_and_everything_else_are_left_alone() {
        for message in [
            "",
            "Remember that summer?",
            "remember",
            "Remember that",
            "my name is",
            "I cannot remember that name.",
            "Rememberings are nice.",
            "? ! .",
        ] {
            assert_eq!(found(message), [""; 0], "{message}");
        }
    }

    #[test]
    fn a_mark_within_a_word_ends_no_sentence() {
        assert_eq!(sentences("at 3.30 p.m. we go! ok").collect::<Vec<_>>(), ["at 3.30 p.m.", "we go!", "ok"]);
    }
}
