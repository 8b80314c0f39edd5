use hookwire::plugin;
use hookwire::points::AnswerReview;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("answer.review")]
    fn check(&self, _review: &mut AnswerReview) {}
}

fn main() {}
