/// Returns the keys of a path such as `limits.memory_bytes` or `hooks."tool.before"`: a key with dots in it is quoted.
pub fn key_path(text: &str) -> Option<Vec<String>> {
    let mut path = vec![String::new()];
    let mut quoted = false;
    for letter in text.trim().chars() {
        match letter {
            '"' => quoted = !quoted,
            '.' if !quoted => path.push(String::new()),
            letter => path.last_mut()?.push(letter),
        }
    }
    let good = !quoted && path.iter().all(|key| !key.is_empty());
    good.then_some(path)
}
