// A card in the Devices view and on its page: its readings as they change, its last hour, its holder, and a reset that is refused.
import { until } from '../lib/wait.mjs';

const labelOf = (row) => row.getAttribute('aria-label');

export const cards = (tree) => ({ check }) => {
  check('a card shows its readings, and who holds it, as they change', async ({ workbench, shot }) => {
    await workbench.showView('Devices');
    const row = await workbench.bringRow('Devices', 'Card', '0 n150');
    await until('the readings of the card at rest', async () => /44 °C.*14 W.*500 MHz.*idle/.test(await labelOf(row)));
    tree.write(`${tree.sensors}/temp1_input`, '61000');
    tree.write(`${tree.card}/tt_aiclk`, '1000');
    tree.write('proc/driver/tenstorrent/0/pids', '1');
    await until('the readings of the card at work', async () => /61 °C.*1000 MHz.*held by/.test(await labelOf(row)));
    await shot('card_row');
    tree.write('proc/driver/tenstorrent/0/pids', '');
  });

  check('a card that gets too hot is warned of', async ({ workbench }) => {
    tree.write(`${tree.sensors}/temp1_input`, '91000');
    await workbench.notification(/n150 0 has 91 °C/).first().waitFor();
    tree.write(`${tree.sensors}/temp1_input`, '52000');
  });

  check("a card's page draws its last hour and gives the same numbers as a table", async ({ workbench, pageWith, shot }) => {
    await (await workbench.bringRow('Devices', 'Card', '0 n150')).click();
    const { frame } = await pageWith('main.card .chart canvas');
    await until('three charts', async () => (await frame.locator('.chart canvas').count()) === 3);
    await until('the limit of the temperature', async () => /limit 75 °C/.test((await frame.locator('.card-values').textContent()) ?? ''));
    await frame.locator('.chart-table summary').first().click();
    await until('a row with a temperature', async () => /\d °C/.test((await frame.locator('.chart-table').first().locator('tbody').textContent()) ?? ''));
    await shot('card_page');
  });

  check('a reset that nothing here can do is refused with its reason', async ({ workbench }) => {
    const row = await workbench.bringRow('Devices', 'Card', '0 n150');
    await row.hover();
    await row.locator('.action-label[aria-label^="Reset Card"]').click();
    await workbench.notification(/n150 0 can't be reset: tt-smi is neither on PATH/).first().waitFor();
  });
};
