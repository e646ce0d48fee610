"""The test suite: the number formats against cases worked out by hand, and the reader's port against the reference."""

import math
import sys
import unittest

import formats
import module_test
from log import pearson
from workspace import Workspace

SPACE = None  # set by main(), before the tests run


class Formats(unittest.TestCase):
    def test_bfloat16_rounds_to_eight_bits(self):
        # 1 + 1/256 lies halfway between 1 and 1 + 1/128.
        self.assertEqual(formats.bfloat16([1 + 1 / 128, 1 + 3 / 512, -3.0]), [1 + 1 / 128, 1 + 1 / 128, -3.0])
        self.assertEqual(formats.bfloat16_bits(1.0), 0x3F80)
        self.assertEqual(formats.bfloat16_bits(1 + 1 / 256), 0x3F80)  # a tie goes to even
        self.assertEqual(formats.from_bfloat16_bits(0xC040), -3.0)

    def test_bfloat16_agrees_with_its_bits(self):
        for n in range(1, 2000):
            value = math.sin(n) * 2.0 ** (n % 40 - 20)
            self.assertEqual(formats.bfloat16([value])[0], formats.from_bfloat16_bits(formats.bfloat16_bits(value)))

    def test_bfp4_by_hand(self):
        # 1.0 is the largest: three bits, so steps of 1/4. 0.4 becomes 0.5, 0.1 becomes 0.
        exponent, mantissas = formats.pack_group([1.0, -0.4, 0.1, 0.75] + [0.0] * 12, "BFP4")
        self.assertEqual((exponent, mantissas[:4]), (-2, [4, -2, 0, 3]))

    def test_bfp8_by_hand(self):
        # 3.0 is the largest: seven bits under 4, so steps of 1/32. 0.1 is 3.2 steps.
        exponent, mantissas = formats.pack_group([3.0, 0.1, -1.0] + [0.0] * 13, "BFP8")
        self.assertEqual((exponent, mantissas[:3]), (-5, [96, 3, -32]))

    def test_ties_go_to_even_and_the_largest_saturates(self):
        # Steps of 1/4: 0.125 is half a step and goes to 0, 0.375 is one and a half and goes to 2.
        self.assertEqual(formats.pack_group([1.0, 0.125, 0.375], "BFP4")[1], [4, 0, 2])
        # 1.99 is 7.96 steps; 8 would not fit in three bits.
        self.assertEqual(formats.pack_group([1.99, -1.99], "BFP4"), (-2, [7, -7]))

    def test_zeros_stay(self):
        self.assertEqual(formats.round_row([0.0] * 16, "BFP8"), [0.0] * 16)

    def test_groups_have_their_own_exponents(self):
        row = [1000.0] * 16 + [0.001] * 16
        for kind in formats.MANTISSA_BITS:
            rounded = formats.round_row(row, kind)
            self.assertTrue(all(abs(a - b) <= abs(a) / 4 for a, b in zip(row, rounded)))
        # In one group, the large value takes the small ones away.
        self.assertEqual(formats.round_row([1000.0] + [0.001] * 15, "BFP4")[1:], [0.0] * 15)

    def test_passes_add_up(self):
        row = [math.sin(n) for n in range(64)]
        for kind, passes in (("BFP8", 2), ("BFP4", 1)):
            parts = formats.split_row(row, kind)
            self.assertEqual(len(parts), passes)
            self.assertEqual([math.fsum(p) for p in zip(*parts)], formats.round_row(row, kind))

    def test_a_row_that_cannot_be_grouped_is_refused(self):
        with self.assertRaises(ValueError):
            formats.round_row([1.0] * 17, "BFP8")


class Port(unittest.TestCase):
    def test_modules_of_every_layer(self):
        for layer in range(SPACE.config.layers):
            for module in module_test.MODULES:
                with self.subTest(module=module, layer=layer):
                    expected, actual = [], []
                    for a, b, _ in module_test.run(SPACE, module, layer):
                        expected += a
                        actual += b
                    self.assertGreaterEqual(pearson(expected, actual), 0.99)

    def test_prefill_is_decoding(self):
        tokens = [1, 5, 9, 7, 3]
        a, b = SPACE.port(), SPACE.port()
        for token in tokens:
            last = b.step(token)
        self.assertEqual(a.prefill(tokens), last)

    def test_two_runs_agree(self):
        self.assertEqual(SPACE.port().prefill([2, 4, 8]), SPACE.port().prefill([2, 4, 8]))


def main():
    global SPACE
    SPACE = Workspace(__doc__)
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    SPACE.keep("suite", {"tests": result.testsRun, "failed": len(result.failures) + len(result.errors)})
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)


if __name__ == "__main__":
    main()
