const mark = '<tool_call>';

/** How much the scan gathers before it hands it on: one write of a server, say. */
const write = 1024;

/**
 * The least a splitter of streamed text can do, and what all figures are compared with: look for `<`, hold what may be
 * the start of the one mark, append everything else to what goes out.
 */
class PlainScan {
  held = '';
  out = '';
  units = 0;

  push(chunk) {
    const text = this.held === '' ? chunk : this.held + chunk;
    let at = text.indexOf('<');
    while (at >= 0 && !mark.startsWith(text.slice(at))) at = text.indexOf('<', at + 1);
    this.held = at < 0 ? '' : text.slice(at);
    this.out += at < 0 ? text : text.slice(0, at);
    // A string that is appended to without end would be a memory benchmark.
    if (this.out.length >= write) this.flush();
  }

  flush() {
    this.units += this.out.length;
    this.out = '';
  }
}

/** The plain scan as a subject. */
export const plainScan = {
  create: () => new PlainScan(),
  feed(scan, chunks) {
    for (let at = 0; at < chunks.length; at++) scan.push(chunks[at]);
    return scan.units;
  },
  finish: (scan) => scan.out.length + scan.held.length,
};
