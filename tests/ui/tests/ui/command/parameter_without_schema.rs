use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[derive(serde::Deserialize)]
struct Order(u32);

#[plugin]
impl Chat {
    #[command("/order")]
    fn order(&self, what: Order) -> String {
        what.0.to_string()
    }
}

fn main() {}
