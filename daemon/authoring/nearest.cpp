#include "nearest.hpp"

#include <algorithm>
#include <utility>

namespace tt::authoring {
namespace {

constexpr std::size_t kLongest = 200;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit || a.size() > kLongest || b.size() > kLongest) return limit + 1;
  // Three rows of the table of all prefixes (optimal string alignment).
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, std::exchange(row, std::move(before)));
  }
  return std::min(last[b.size()], limit + 1);
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates, std::size_t most) {
  const std::size_t limit = std::max<std::size_t>(word.size() / 3, 1);
  std::vector<std::pair<std::size_t, std::size_t>> near;  // how far, which
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::size_t far = distance(word, candidates[i], limit);
    if (far <= limit && candidates[i] != word) near.emplace_back(far, i);
  }
  std::ranges::sort(near);
  std::vector<std::string> out;
  for (const auto& [far, which] : near) {
    if (out.size() == most) break;
    if (std::ranges::find(out, candidates[which]) == out.end()) out.push_back(candidates[which]);
  }
  return out;
}

}  // namespace tt::authoring
