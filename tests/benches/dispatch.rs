//! quick probe
use hookwire::points::*;
use hookwire::*;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use std::sync::Arc;

#[derive(Default)]
pub struct P { n: AtomicU64 }

#[plugin(id = "p")]
impl P {
    #[hook("tool.before")]
    async fn a0(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a1(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a2(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a3(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a4(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a5(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a6(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.before")]
    async fn a7(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s0(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s1(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s2(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s3(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s4(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s5(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s6(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s7(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
}

#[derive(Default)]
pub struct Q { n: AtomicU64 }
#[plugin(id = "q")]
impl Q {
    #[hook("tool.before")]
    async fn a0(&self, call: &mut ToolCall) { black_box((&self.n, call)); }
    #[hook("tool.after")]
    fn s0(&self, call: &mut ToolReport) { black_box((&self.n, call)); }
}
fn main() {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    rt.block_on(async {
        let plugins = Plugins::of(Registry::of(&[P::MANIFEST]).unwrap()).start().await.unwrap();
        let cx = plugins.cx(Default::default(), Default::default(), None);
        let w = plugins.wiring("", Role::Agent);
        let chain = w.chain::<ToolBefore>().unwrap();
        let schain = w.chain::<ToolAfter>().unwrap();
        let plugins1 = Plugins::of(Registry::of(&[Q::MANIFEST]).unwrap()).start().await.unwrap();
        let w1 = plugins1.wiring("", Role::Agent);
        let chain1 = w1.chain::<ToolBefore>().unwrap();
        let schain1 = w1.chain::<ToolAfter>().unwrap();
        let p = Arc::new(P::default());
        let mut call = ToolCall::new("x", serde_json::json!({}));
        let mut rep = ToolReport::new(call.clone(), "t");
        const N: u32 = 100_000;
        if std::env::var("S1").is_ok() { for _ in 0..200_000_000u64 { let _ = black_box(schain1.run(&mut rep, &cx).await); } return; }
        for _ in 0..5 {
            let t = Instant::now();
            for _ in 0..N { let _ = black_box(chain.run(&mut call, &cx).await); }
            let ours = t.elapsed() / N;
            let t = Instant::now();
            for _ in 0..N { let p = black_box(&p); let c = &mut call;
                p.a0(c).await; p.a1(c).await; p.a2(c).await; p.a3(c).await; p.a4(c).await; p.a5(c).await; p.a6(c).await; p.a7(c).await; }
            let direct = t.elapsed() / N;
            let t = Instant::now();
            for _ in 0..N { let _ = black_box(schain.run(&mut rep, &cx).await); }
            let sours = t.elapsed() / N;
            let t = Instant::now();
            for _ in 0..N { let p = black_box(&p); let c = &mut rep;
                p.s0(c); p.s1(c); p.s2(c); p.s3(c); p.s4(c); p.s5(c); p.s6(c); p.s7(c); }
            let sdirect = t.elapsed() / N;
            let t = Instant::now();
            for _ in 0..N { let _ = black_box(chain1.run(&mut call, &cx).await); }
            let a1 = t.elapsed() / N;
            let t = Instant::now();
            for _ in 0..N { let _ = black_box(schain1.run(&mut rep, &cx).await); }
            let s1 = t.elapsed() / N;
            println!("a1 {a1:?} s1 {s1:?}");
            println!("async ours {ours:?} direct {direct:?}   sync ours {sours:?} direct {sdirect:?}");
        }
    });
}
