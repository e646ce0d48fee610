// The examples that our renderer answers differently on purpose, by number, each list with its reason.
const kRawHtml = 'raw HTML: elements off the allow-list are shown as text, attributes are dropped, comments go, and every element is closed';
const kBareAddress = 'CommonMark has no bare addresses; lessons have them, as GFM does';

export const kCommonMark = [
  {
    reason: kRawHtml,
    examples: [
      21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 159, 160, 162, 163, 164, 165, 167, 169, 170, 171, 172, 173, 174, 175, 176, 178, 184, 187, 190,
      191, 201, 344, 475, 476, 477, 491, 494, 524, 536, 602, 613, 614, 615, 616, 617, 623, 625, 626, 630, 631, 642, 643,
    ],
  },
  { reason: kBareAddress, examples: [608, 611, 612] },
];

export const kGfm = [
  {
    reason: kRawHtml,
    examples: [
      118, 119, 120, 121, 122, 123, 124, 125, 129, 130, 132, 133, 134, 135, 137, 139, 140, 141, 142, 143, 144, 145, 147, 153, 156, 159, 160, 170,
      317, 327, 354, 484, 485, 486, 501, 504, 533, 545, 611, 636, 637, 638, 639, 640, 646, 654, 655, 657, 667, 668,
    ],
  },
  { reason: 'this part of the text describes CommonMark alone, without its own later part on bare addresses', examples: [617, 620, 621] },
  { reason: 'a single tilde never strikes through in a lesson', examples: [491] },
];
