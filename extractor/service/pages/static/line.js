// Tasks that are done one after the other.

export class Line {
  constructor() {
    this.last = Promise.resolve();
    this.length = 0;
  }

  /** Does a task once all before it are done, whatever came of those; what the task gives or throws. */
  add(task) {
    this.length += 1;
    const done = this.last.then(task).finally(() => {
      this.length -= 1;
    });
    this.last = done.catch(() => {}); // told to who added it
    return done;
  }

  /** Waits until nothing is left to do, also of what is added meanwhile. */
  async idle() {
    while (this.length > 0) await this.last;
  }
}
