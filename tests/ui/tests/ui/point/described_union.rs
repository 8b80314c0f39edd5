use hookwire::Described;

#[derive(Described)]
union Amount {
    whole: u32,
    part: f32,
}

fn main() {}
