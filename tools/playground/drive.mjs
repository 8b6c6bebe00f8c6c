// The story, played by six people in six Playgrounds. Every step says what somebody must see; the first that does not
// hold ends the run with exit code 1. Started by `make playground ARGS=--drive`, which passes one JSON argument.

import { createRequire } from 'node:module';
import path from 'node:path';
import { Window } from './window.mjs';

const told = JSON.parse(process.argv[2]);
const { chromium } = createRequire(path.join(told.modules, 'package.json'))('playwright-core');
const ENABLE = 'mfa enable group:"MFA Users"';
const REASON = 'Board decision 12: office staff first';
const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

let steps = 0;
async function step(text, action) {
  try {
    const result = await action();
    console.log(`ok ${String(++steps).padStart(2)}  ${text}`);
    return result;
  } catch (error) {
    console.log(`NOT OK ${steps + 1}  ${text}\n        ${error.message}`);
    throw error;
  }
}

const picture = (name) => path.join(told.pictures, `${name}.png`);

function must(truth, text) {
  if (!truth) throw new Error(text);
}

async function control(name, body) {
  const answer = await fetch(`${told.control}/${name}`, body && { method: 'POST', body: JSON.stringify(body) });
  must(answer.ok, `the demo's ${name} answered ${answer.status}`);
  return answer.status === 204 ? {} : answer.json();
}

async function state(upn) {
  return (await control('state')).states[upn] ?? 'disabled';
}

// The digest that a request card shows under "Plan".
async function digest(card) {
  const found = (await card.innerText()).match(/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/);
  must(found, 'no digest on the card');
  return found[0];
}

// Presses a button that this person's window never showed, as a forged client would: through the Playground's HTTP side.
async function forge(window, action) {
  const config = await (await fetch(`${window.address}/_internal/v1/config`)).json();
  const answer = await fetch(`${window.address}/_conversation/v1/invoke`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', id: action.id, verb: action.verb, data: action.data } },
      from: { id: config.config.currentUser.id },
      conversation: { id: config.config.personalChat.id },
      replyToId: window.frames.at(-1).message.messageId,
    }),
  });
  must(answer.ok, `the Playground answered ${answer.status}`);
  return answer.text();
}

async function authentication() {
  const activity = { type: 'message', text: 'halt', channelId: 'msteams', serviceUrl: 'http://localhost:56151/_connector' };
  const answer = await fetch(told.bot, { method: 'POST', body: JSON.stringify(activity) });
  must(answer.status === 401, `an unsigned activity was answered ${answer.status}`);
}

async function story(browser) {
  await step('the bot answers 401 to an activity that nobody signed', authentication);
  const everybody = await step('Ana, Olga, Bea, Carl, Dan and Eve open their chats and are greeted', async () =>
    Object.fromEntries(await Promise.all(Object.entries(told.windows).map(
      async ([who, address]) => [who, await Window.open(browser, who, address, told.modules)]))));
  const plan = await planning(everybody);
  await asking(everybody, plan);
  await approving(everybody);
  await reminding(everybody);
  await undoing(everybody);
  await halting(everybody);
}

async function planning({ ana }) {
  await step('Ana asks for her own state: she is not protected', async () => {
    await ana.says('mfa status ana@contoso.com');
    await ana.seesCard('ana@contoso.com');
    must(await state('ana@contoso.com') === 'disabled', 'the demo disagrees');
  });
  return step('Ana types the command and gets the plan: who changes, who is guarded and why, who is not ready', async () => {
    await ana.says(ENABLE);
    const words = ['This is the plan', '6 people', 'break-glass account', 'Dan Moor', 'Bob <b>*Bold*</b>'];
    const card = await ana.seesCard(`Request 1: ${ENABLE}`, ...words);
    await ana.picture(card, picture('plan'));
    return digest(card);
  });
}

async function asking({ ana, olga, bea, carl }, plan) {
  await step('Muster only watches: submitting says that an owner must type `writes on mfa`', async () => {
    const card = ana.card('Request 1');
    await ana.fills('Reason', REASON, card);
    await ana.presses('Submit for approval', card);
    await ana.sees(/writes on mfa.*owner/);
  });
  await step('Olga, an owner, types it', async () => {
    await olga.says('writes on mfa');
    await olga.sees(/Writes for mfa are on/);
  });
  await step('Ana submits with a reason; her card waits for an approver', async () => {
    const card = ana.card('Request 1');
    await ana.fills('Reason', REASON, card);
    await ana.presses('Submit for approval', card);
    await ana.seesCard('Request 1', 'Waiting for an approver');
  });
  for (const approver of [bea, carl]) {
    await step(`${approver.name} gets a card with the reason, the same rows and the same digest`, async () => {
      const card = await approver.seesCard('Request 1', 'Your approval is asked for', REASON, 'Grace Hall');
      must(await digest(card) === plan, 'another digest');
      if (approver === bea) await bea.picture(card, picture('approval'));
    });
  }
}

async function approving({ ana, bea, carl }) {
  const approve = await step('Ana cannot approve: not by typing, and not by pressing the button of Bea\'s card', async () => {
    await ana.says('approve 1');
    await ana.sees(/needs an approver/);
    const approve = bea.sentCard('Your approval is asked for').actions.find(({ verb }) => verb === 'approve');
    must(/needs an approver/.test(await forge(ana, approve)), 'her press was not refused');
    must((await control('state')).writes === 0, 'something was written');
    return approve;
  });
  await step('Bea presses Approve; the run starts', async () => {
    await bea.presses('Approve', bea.card('Request 1'));
  });
  await step('Ana\'s, Bea\'s and Carl\'s cards become the verified result, in place', async () => {
    for (const window of [ana, bea, carl]) {
      await window.seesCard('Request 1', 'Done and read back: 6 people changed', 'Bea Holm');
      must(await window.card('Your approval is asked for').count() === 0, 'an old approval card still stands');
    }
    await ana.picture(ana.card('Request 1'), picture('result'));
  });
  await step('Carl presses the Approve of the card as it was: he is told that Bea was first', async () => {
    must(/Bea Holm approved this/.test(await forge(carl, approve)), 'he was told something else');
  });
  await step('the tenant itself says the same, and so does `mfa status`', async () => {
    must(await state('grace@contoso.com') === 'enabled', 'Grace is not enabled');
    must((await control('state')).writes === 6, 'not six writes');
    await ana.says('mfa status grace@contoso.com');
    await ana.seesCard('grace@contoso.com', 'enabled');
  });
}

async function reminding({ ana, dan, eve }) {
  await step('Ana reminds those who were not ready; Dan and Eve get a card in their own chats', async () => {
    await ana.says('remind request:1');
    await ana.sees(/2 people will be reminded/);
    await eve.seesCard('Muster never asks for a password or a code');
    const card = await dan.seesCard('Muster never asks for a password or a code');
    await dan.picture(card, picture('reminder'));
  });
  await step('Eve presses Help me; Ana hears of it', async () => {
    await eve.presses('Help me', eve.card('never asks'));
    await ana.sees(/Eve Lind asks for help/);
  });
  await step('Dan presses Done; Muster looks, and sees nothing yet', async () => {
    await dan.presses('Done', dan.card('never asks'));
    await dan.seesCard('Not yet');
  });
  await step('Dan registers the Authenticator and presses Done again; Muster sees it and thanks', async () => {
    await control('state', { register: 'dan@contoso.com', method: 'microsoftAuthenticator' });
    await dan.presses('Done', dan.card('Not yet'));
    await dan.seesCard('Microsoft Authenticator');
  });
}

async function undoing({ ana, bea, carl }) {
  await step('Ana presses Undo: a new request whose plan is the reversed rows', async () => {
    await ana.presses('Undo', ana.card('Request 1', 'Done and read back'));
    const card = await ana.seesCard('Request 2: undo 1', 'This is the plan', 'enabled → disabled');
    await ana.fills('Reason', 'Wrong group, start again', card);
    await ana.presses('Submit for approval', card);
  });
  await step('an admin is among them, so it wants both: Carl approves, then Bea; it is undone', async () => {
    await carl.presses('Approve', await carl.seesCard('Request 2', 'Your approval is asked for', '0 of 2'));
    await bea.presses('Approve', await bea.seesCard('Request 2', 'Your approval is asked for', '1 of 2'));
    await ana.seesCard('Request 2', 'Done and read back: 6 people changed');
    must(await state('grace@contoso.com') === 'disabled', 'Grace is not disabled again');
  });
}

async function halting({ ana, bea, carl, olga }) {
  const slow = [{ path: 'authentication/requirements', method: 'PATCH', effect: 'slow', ms: 400 }];
  await step('Ana asks for 200 people; Microsoft is slow; Bea approves; the card counts in place', async () => {
    await ana.says('mfa enable group:"Wave 200"');
    const card = await ana.seesCard('Request 3', 'This is the plan');
    await ana.fills('Reason', 'Wave 1 of 2', card);
    await ana.presses('Submit for approval', card);
    await bea.seesCard('Request 3', 'Your approval is asked for');
    await control('faults', slow);
    await bea.presses('Approve', bea.card('Request 3'));
    const moving = await ana.seesCard('Request 3', 'Running', /[1-9][0-9]* of 200/);
    await ana.picture(moving, picture('progress'));
  });
  await step('Carl types halt in the middle: the run stands still', async () => {
    await carl.says('halt');
    await carl.sees(/^Halted: no run writes/);
    await ana.seesCard('Request 3', 'Halted');
  });
  await step('Olga lets it go on; it ends, verified', async () => {
    await control('faults', []);
    await olga.says('resume all');
    await ana.seesCard('Request 3', 'Done and read back');
  });
}

const browser = await chromium.launch({ executablePath: told.browser, args: ARGUMENTS });
try {
  await story(browser);
  console.log(`All ${steps} steps hold. Browser: Chromium ${browser.version()}; pictures: ${told.pictures}`);
} catch {
  process.exitCode = 1;
} finally {
  await browser.close();
}
