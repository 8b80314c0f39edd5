use hookwire::Described;

#[derive(Described)]
struct Charge<T> {
    amount: T,
}

fn main() {}
