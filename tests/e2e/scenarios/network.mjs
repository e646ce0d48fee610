// Nothing that was done so far wanted anything from outside this machine.
import assert from 'node:assert';

export function network({ check }) {
  check('nothing left the machine', async ({ outside }) => {
    assert.deepStrictEqual(outside, []);
  });
}
