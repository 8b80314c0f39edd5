use hookwire::points::Request;
use hookwire::{Reply, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("request.intercept")]
    fn answer(&self, _request: &mut Request) -> Option<Reply> {
        None
    }
}

fn main() {}
