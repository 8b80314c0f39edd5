use hookwire::points::Request;
use hookwire::{Reply, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("request.intercept")]
    fn answer(&self, _request: &Request) -> Reply {
        Reply::from("no")
    }
}

fn main() {}
