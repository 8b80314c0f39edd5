//! A crowd of plugins, of five kinds: each hooks three points of a turn, as different ones as real plugins do.

use hookwire::plugin::Manifest;
use hookwire::points::{
    AgentState, Context, Delta, Message, MessageReceived, ModelRequest, ModelResponse, Request, RequestEnd,
    Review, ToolCall, ToolOffer, ToolReport, TurnComplete, TurnPersisted,
};
use hookwire::{Plugin, Verdict, plugin};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Makes plugins of one kind.
macro_rules! kind {
    ($body:tt $($id:literal $name:ident),*) => {
        $(one! { $id $name $body })*
    };
}

macro_rules! one {
    ($id:literal $name:ident { $($body:tt)* }) => {
        #[derive(Debug, Default)]
        #[allow(dead_code, reason = "not every kind counts")]
        pub(super) struct $name(AtomicU64);

        /// One of the crowd.
        #[plugin(id = $id)]
        impl $name {
            $($body)*
        }
    };
}

kind!({
        #[hook("tool.before")]
        fn before(&self, call: &mut ToolCall) {
            black_box(call);
        }
        #[hook("tool.gate")]
        fn gate(&self, call: &ToolCall) -> Verdict {
            if call.args.get("forbidden").is_some() { Verdict::Deny("it is".into()) } else { Verdict::Allow }
        }
        #[hook("tool.after")]
        fn after(&self, report: &mut ToolReport) {
            black_box(report.text.len());
        }
} "c00" C00, "c05" C05, "c10" C10, "c15" C15, "c20" C20, "c25" C25, "c30" C30, "c35" C35, "c40" C40, "c45" C45, "c50" C50, "c55" C55, "c60" C60, "c65" C65, "c70" C70, "c75" C75, "c80" C80, "c85" C85, "c90" C90, "c95" C95);

kind!({
        #[hook("message.received")]
        fn received(&self, message: &MessageReceived) {
            self.0.fetch_add(message.text.len() as u64, Relaxed);
        }
        #[hook("turn.persisted")]
        fn persisted(&self, turn: &TurnPersisted) {
            self.0.fetch_add(turn.turn, Relaxed);
        }
        #[hook("turn.complete")]
        fn complete(&self, turn: &TurnComplete) {
            self.0.fetch_add(turn.duration_ms, Relaxed);
        }
} "c01" C01, "c06" C06, "c11" C11, "c16" C16, "c21" C21, "c26" C26, "c31" C31, "c36" C36, "c41" C41, "c46" C46, "c51" C51, "c56" C56, "c61" C61, "c66" C66, "c71" C71, "c76" C76, "c81" C81, "c86" C86, "c91" C91, "c96" C96);

kind!({
        #[hook("model.before")]
        async fn before(&self, request: &mut ModelRequest) {
            black_box(request.messages.len());
        }
        #[hook("model.after")]
        async fn after(&self, response: &mut ModelResponse) {
            black_box(response.message.text.len());
        }
        #[hook("tool.select")]
        fn select(&self, offer: &mut ToolOffer) {
            black_box(offer.tools.len());
        }
} "c02" C02, "c07" C07, "c12" C12, "c17" C17, "c22" C22, "c27" C27, "c32" C32, "c37" C37, "c42" C42, "c47" C47, "c52" C52, "c57" C57, "c62" C62, "c67" C67, "c72" C72, "c77" C77, "c82" C82, "c87" C87, "c92" C92, "c97" C97);

kind!({
        #[hook("request.start")]
        async fn start(&self, _: &Request) {
            self.0.fetch_add(1, Relaxed);
        }
        #[hook("request.end")]
        async fn end(&self, end: &RequestEnd) {
            self.0.fetch_add(end.duration_ms, Relaxed);
        }
        #[hook("answer.review")]
        fn review(&self, review: &mut Review) {
            black_box(review.answer.len());
        }
} "c03" C03, "c08" C08, "c13" C13, "c18" C18, "c23" C23, "c28" C28, "c33" C33, "c38" C38, "c43" C43, "c48" C48, "c53" C53, "c58" C58, "c63" C63, "c68" C68, "c73" C73, "c78" C78, "c83" C83, "c88" C88, "c93" C93, "c98" C98);

kind!({
        #[hook("agent.before")]
        fn before(&self, state: &mut AgentState) {
            black_box(state.messages.len());
        }
        #[hook("agent.after")]
        fn after(&self, message: &mut Message) {
            black_box(message.text.len());
        }
        #[hook("context.provide")]
        fn context(&self, _: &Context) -> Vec<Message> {
            Vec::new()
        }
} "c04" C04, "c09" C09, "c14" C14, "c19" C19, "c24" C24, "c29" C29, "c34" C34, "c39" C39, "c44" C44, "c49" C49, "c54" C54, "c59" C59, "c64" C64, "c69" C69, "c74" C74, "c79" C79, "c84" C84, "c89" C89, "c94" C94, "c99" C99);

/// Returns the first so many of the crowd.
#[rustfmt::skip]
pub(super) fn of(count: usize) -> Vec<&'static Manifest> {
    let all: [&'static Manifest; 100] = [
        C00::MANIFEST, C01::MANIFEST, C02::MANIFEST, C03::MANIFEST, C04::MANIFEST, C05::MANIFEST,
        C06::MANIFEST, C07::MANIFEST, C08::MANIFEST, C09::MANIFEST, C10::MANIFEST, C11::MANIFEST,
        C12::MANIFEST, C13::MANIFEST, C14::MANIFEST, C15::MANIFEST, C16::MANIFEST, C17::MANIFEST,
        C18::MANIFEST, C19::MANIFEST, C20::MANIFEST, C21::MANIFEST, C22::MANIFEST, C23::MANIFEST,
        C24::MANIFEST, C25::MANIFEST, C26::MANIFEST, C27::MANIFEST, C28::MANIFEST, C29::MANIFEST,
        C30::MANIFEST, C31::MANIFEST, C32::MANIFEST, C33::MANIFEST, C34::MANIFEST, C35::MANIFEST,
        C36::MANIFEST, C37::MANIFEST, C38::MANIFEST, C39::MANIFEST, C40::MANIFEST, C41::MANIFEST,
        C42::MANIFEST, C43::MANIFEST, C44::MANIFEST, C45::MANIFEST, C46::MANIFEST, C47::MANIFEST,
        C48::MANIFEST, C49::MANIFEST, C50::MANIFEST, C51::MANIFEST, C52::MANIFEST, C53::MANIFEST,
        C54::MANIFEST, C55::MANIFEST, C56::MANIFEST, C57::MANIFEST, C58::MANIFEST, C59::MANIFEST,
        C60::MANIFEST, C61::MANIFEST, C62::MANIFEST, C63::MANIFEST, C64::MANIFEST, C65::MANIFEST,
        C66::MANIFEST, C67::MANIFEST, C68::MANIFEST, C69::MANIFEST, C70::MANIFEST, C71::MANIFEST,
        C72::MANIFEST, C73::MANIFEST, C74::MANIFEST, C75::MANIFEST, C76::MANIFEST, C77::MANIFEST,
        C78::MANIFEST, C79::MANIFEST, C80::MANIFEST, C81::MANIFEST, C82::MANIFEST, C83::MANIFEST,
        C84::MANIFEST, C85::MANIFEST, C86::MANIFEST, C87::MANIFEST, C88::MANIFEST, C89::MANIFEST,
        C90::MANIFEST, C91::MANIFEST, C92::MANIFEST, C93::MANIFEST, C94::MANIFEST, C95::MANIFEST,
        C96::MANIFEST, C97::MANIFEST, C98::MANIFEST, C99::MANIFEST,
    ];
    all[..count].to_vec()
}

macro_rules! listeners {
    ($($id:literal $name:ident),*) => {
        $(
            #[derive(Debug, Default)]
            pub(super) struct $name;

            /// Looks at every piece of an answer.
            #[plugin(id = $id)]
            impl $name {
                #[hook("model.delta")]
                fn piece(&self, delta: &mut Delta) {
                    if delta.text.as_bytes().first() == Some(&b'!') {
                        delta.text.clear();
                    }
                }
            }
        )*

        /// Returns so many plugins that look at every piece of an answer.
        pub(super) fn listeners(count: usize) -> Vec<&'static Manifest> {
            vec![$($name::MANIFEST),*].into_iter().take(count).collect()
        }
    };
}
listeners!("l00" L00, "l01" L01, "l02" L02, "l03" L03, "l04" L04, "l05" L05, "l06" L06, "l07" L07, "l08" L08, "l09" L09, "l10" L10, "l11" L11, "l12" L12, "l13" L13, "l14" L14, "l15" L15);
