use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes]
    const ROUTES: u32 = 1;
}

fn main() {}
