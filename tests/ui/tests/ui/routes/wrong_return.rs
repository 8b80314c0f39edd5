use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes]
    fn routes(&self) -> String {
        String::new()
    }
}

fn main() {}
