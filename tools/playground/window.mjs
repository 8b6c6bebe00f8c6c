// One person's Playground, seen and used as that person would: through its page in a browser.

const PATIENCE = 45_000;

export class Window {
  // `who` types here; `page` shows the Playground at `address`; `failures`: a folder for pictures of what went wrong.
  constructor(who, page, address, failures) {
    Object.assign(this, { who, page, address, failures, frames: [] });
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.#note(String(payload))));
  }

  static async open(browser, who, address, failures) {
    const page = await browser.newPage({ viewport: { width: 1320, height: 2000 }, deviceScaleFactor: 1 });
    page.setDefaultTimeout(PATIENCE);
    await page.route('**/*', (route) => // its fonts come from elsewhere; nothing here may leave the machine
      new URL(route.request().url()).hostname === 'localhost' ? route.continue() : route.abort());
    const window = new Window(who, page, address, failures);
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await window.sees('Hello. I am Muster');
    return window;
  }

  #note(payload) {
    try {
      const frame = JSON.parse(payload);
      if (frame.action === 'createMessage' || frame.action === 'updateMessage') this.frames.push(frame);
    } catch { /* not everything on a socket is ours to read */ }
  }

  get name() {
    return this.who[0].toUpperCase() + this.who.slice(1);
  }

  async says(text) {
    const box = this.page.getByRole('textbox').last(); // the one under the conversation
    await box.fill(text);
    await box.press('Enter');
  }

  // The newest card that holds all of these words.
  card(...words) {
    const cards = this.page.locator('.fai-OutputCard').filter({ has: this.page.locator('.ac-adaptiveCard') });
    return words.reduce((found, word) => found.filter({ hasText: word }), cards).last();
  }

  async seesCard(...words) {
    const card = this.card(...words);
    await card.waitFor().catch(() => this.#missing(words));
    return card;
  }

  async sees(text) {
    await this.page.getByText(text).last().waitFor().catch(() => this.#missing([text]));
  }

  async presses(title, card) {
    await card.getByRole('button', { name: title, exact: true }).click();
  }

  async fills(label, text, card) {
    await card.getByLabel(label).fill(text);
  }

  // A picture of one card, on the window as it is.
  async picture(card, path) {
    await this.page.mouse.move(0, 0);
    await card.screenshot({ path, animations: 'disabled' });
  }

  // The newest card as the bot sent it.
  sentCard(words) {
    const sent = this.frames.flatMap(({ message }) => message?.attachments ?? []).map(({ content }) => content);
    return sent.filter((card) => JSON.stringify(card).includes(words)).at(-1);
  }

  async #missing(words) {
    await this.page.screenshot({ path: `${this.failures}/${this.who}-failed.png` });
    throw new Error(`${this.name} does not see: ${words.join(' … ')}`);
  }
}
