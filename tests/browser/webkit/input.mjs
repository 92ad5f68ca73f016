/**
 * Keyboard and mouse of a page, as actions of W3C WebDriver: real events of the browser, which count as a person's.
 *
 * Enters: names of keys as Playwright spells them, points of the viewport in CSS pixels. Leaves: `Keyboard`, `Mouse`.
 * Deliberately absent: touch, dragging.
 */

/** Keys that have no letter, in the protocol's private code points. */
const CODES = {
  Backspace: "\uE003", Tab: "\uE004", Enter: "\uE007", Shift: "\uE008", Control: "\uE009", Alt: "\uE00A", Escape: "\uE00C", Space: " ",
  PageUp: "\uE00E", PageDown: "\uE00F", End: "\uE010", Home: "\uE011", ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014",
  ArrowDown: "\uE015", Delete: "\uE017", Meta: "\uE03D",
};

const code = (key) => CODES[key] ?? key;

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** One key, with others held if they stand before it: `Shift+Tab`. */
  press(chord) {
    const held = chord === "+" ? ["+"] : chord.split("+").map(code);
    const actions = [...held.map((value) => ({ type: "keyDown", value })), ...held.toReversed().map((value) => ({ type: "keyUp", value }))];
    return this.page.act([{ type: "key", id: "keyboard", actions }]);
  }

  type(text) {
    const actions = [...text].flatMap((letter) => {
      const value = letter === "\n" ? CODES.Enter : letter;
      return [{ type: "keyDown", value }, { type: "keyUp", value }];
    });
    return this.page.act([{ type: "key", id: "keyboard", actions }]);
  }
}

export class Mouse {
  constructor(page) {
    this.page = page;
  }

  pointer(x, y, ...more) {
    const move = { type: "pointerMove", duration: 0, origin: "viewport", x: Math.round(x), y: Math.round(y) };
    return this.page.act([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [move, ...more] }]);
  }

  move = (x, y) => this.pointer(x, y);
  click = (x, y) => this.pointer(x, y, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 });

  wheel(deltaX, deltaY) {
    return this.page.act([{ type: "wheel", id: "wheel", actions: [{ type: "scroll", duration: 0, origin: "viewport", x: 5, y: 5, deltaX, deltaY }] }]);
  }
}
