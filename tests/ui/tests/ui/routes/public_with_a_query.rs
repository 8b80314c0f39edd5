use hookwire::plugin;
use hookwire::routes::Router;

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes(public = ["/hook?all"])]
    fn routes(&self) -> Router {
        Router::new()
    }
}

fn main() {}
