use std::alloc::{self, Layout};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// The size up to which a future lies inside the chain's own future, in bytes.
const INLINE: usize = 512;

/// The one layout that fits all futures of a chain, if that has to be outside because `I` does not fit them.
pub(in crate::chain) struct OutsideLayout<I>(Option<Layout>, PhantomData<fn() -> I>);

impl<I> Clone for OutsideLayout<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I> Copy for OutsideLayout<I> {}

impl<I> OutsideLayout<I> {
    pub(in crate::chain) fn of(layouts: impl Iterator<Item = Layout>) -> Self {
        let (mut size, mut align) = (1, 1);
        for layout in layouts {
            size = layout.size().max(size);
            align = layout.align().max(align);
        }
        let fits = size <= size_of::<I>() && align <= align_of::<I>();
        let layout = if fits { None } else { Layout::from_size_align(size, align).ok() };
        Self(layout, PhantomData)
    }
}

/// The memory for one future at a time.
pub(super) struct FutureMemory<I> {
    heap: Option<(NonNull<u8>, Layout)>,
    inline: MaybeUninit<I>,
}

/// The memory inside of the chain's own future: enough for most hooks.
#[repr(align(16))]
#[derive(Debug)]
pub struct Inline {
    _bytes: [u8; INLINE],
}

impl<I> FutureMemory<I> {
    #[inline]
    pub(super) fn new(outside: OutsideLayout<I>) -> Self {
        Self { heap: outside.0.map(allocate), inline: MaybeUninit::uninit() }
    }

    #[inline]
    pub(super) fn start(&mut self) -> *mut u8 {
        match self.heap {
            Some((start, _)) => start.as_ptr(),
            None => self.inline.as_mut_ptr().cast(),
        }
    }
}

#[cold]
fn allocate(layout: Layout) -> (NonNull<u8>, Layout) {
    // SAFETY: an `OutsideLayout` never has a layout of no bytes.
    let memory = unsafe { alloc::alloc(layout) };
    match NonNull::new(memory) {
        Some(start) => (start, layout),
        None => alloc::handle_alloc_error(layout),
    }
}

impl<I> Drop for FutureMemory<I> {
    #[inline]
    fn drop(&mut self) {
        if let Some((start, layout)) = self.heap {
            // SAFETY: allocated with this layout, and freed once.
            unsafe { alloc::dealloc(start.as_ptr(), layout) }
        }
    }
}
