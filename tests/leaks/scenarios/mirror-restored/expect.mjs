/**
 * The mirror of a choice opens what the choice opened, and nothing else.
 */
export default {
  async visit(visits, { pages }) {
    await visits.visitor(pages);
    await visits.open();
    await visits.expect("with the mirror of a choice", ["embeds/i.gif"]);
  },
};
