//! Waiting for promises: a list of futures and one callback for each promise.
//!
//! `wasm-bindgen-futures` does more (threads, rejections, stack switching) and would be a tenth of the widget. Here every promise
//! fulfills, and a page has at most a few tasks, so each fulfilled promise simply asks every task whether it can go on. Absent: wakers, so only tasks of [`spawn`] can await here.

use std::cell::{Cell, RefCell};
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

type Task = Pin<Box<dyn Future<Output = ()>>>;
type Done = Closure<dyn FnMut(JsValue)>;

thread_local! {
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen]
extern "C" {
    /// A promise that never rejects.
    #[derive(Clone, Debug)]
    pub(crate) type Promise;

    #[wasm_bindgen(method)]
    fn then(this: &Promise, done: &Done);
}

/// Runs a future as far as it goes now, and on with each promise that it waits for.
pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    advance(vec![Box::pin(task)]);
}

fn advance(tasks: Vec<Task>) {
    for mut task in tasks {
        // A task may start others, so the list is not held meanwhile.
        if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            TASKS.with_borrow_mut(|tasks| tasks.push(task));
        }
    }
}

/// The value that a promise will have.
pub(crate) struct Answer {
    value: Rc<Cell<Option<JsValue>>>,
    _done: Done,
}

impl IntoFuture for Promise {
    type Output = JsValue;
    type IntoFuture = Answer;

    fn into_future(self) -> Answer {
        let value = Rc::new(Cell::new(None));
        let kept = value.clone();
        let done = Closure::new(move |answer| {
            kept.set(Some(answer));
            advance(TASKS.take());
        });
        self.then(&done);
        Answer { value, _done: done }
    }
}

impl Future for Answer {
    type Output = JsValue;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<JsValue> {
        self.value.take().map_or(Poll::Pending, Poll::Ready)
    }
}
