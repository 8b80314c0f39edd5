use crate::plugin::SourceLocation;

/// A constraint between two nodes: `first` comes before `second`, because `at` says so.
pub(super) struct Edge {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) at: SourceLocation,
}

/// Returns the nodes in an order that keeps to the edges, and the nodes that are stuck in a cycle or behind one.
///
/// Among nodes that may come next, the lowest number does.
pub(super) fn sort(count: usize, edges: &[Edge]) -> (Vec<usize>, Vec<usize>) {
    let mut sequence = Vec::new();
    let mut waiting: Vec<_> = (0..count).collect();
    let held = |at: usize, waiting: &[usize]| {
        edges.iter().any(|edge| edge.second == at && waiting.contains(&edge.first))
    };
    while let Some(index) = waiting.iter().position(|&at| !held(at, &waiting)) {
        sequence.push(waiting.remove(index));
    }
    (sequence, waiting)
}

/// Returns a cycle among the nodes that are stuck: follows "waits for" edges until a node repeats.
pub(super) fn cycle(stuck: &[usize], edges: &[Edge]) -> impl Iterator<Item = usize> {
    let mut path = vec![stuck[0]];
    loop {
        let here = path[path.len() - 1];
        let waits_for = |edge: &&Edge| edge.second == here && stuck.contains(&edge.first);
        let Some(edge) = edges.iter().find(waits_for) else { break };
        if let Some(start) = path.iter().position(|&at| at == edge.first) {
            path.drain(..start);
            break;
        }
        path.push(edge.first);
    }
    path.into_iter().rev()
}
