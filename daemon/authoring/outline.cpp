#include "outline.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace tt::authoring {
namespace {

struct Entry {
  std::uint32_t line = 0;   // from 1
  std::uint32_t level = 7;  // a block lies below every heading
  Symbol symbol;
};

// Takes entries off from `at` on as long as they lie below `level`.
std::vector<Symbol> below(std::vector<Entry>& entries, std::size_t& at, std::uint32_t level) {
  std::vector<Symbol> symbols;
  while (at < entries.size() && entries[at].level > level) {
    Entry& entry = entries[at++];
    if (!entry.symbol.is_step) entry.symbol.children = below(entries, at, entry.level);
    symbols.push_back(std::move(entry.symbol));
  }
  return symbols;
}

}  // namespace

std::vector<Symbol> outline(const Document& document) {
  if (document.lesson == nullptr) return {};
  const TextPlaces places(document.text);
  std::vector<Entry> entries;
  for (const lessons::Heading& heading : document.lesson->headings) {
    Symbol symbol{heading.text.empty() ? heading.anchor : heading.text, heading.anchor, false, {}, {}, {}};
    entries.push_back({heading.line, heading.level, std::move(symbol)});
  }
  for (const lessons::CodeBlock& block : document.lesson->blocks) {
    if (!block.step.empty() && block.line > 1)
      entries.push_back({block.line - 1, 7, {block.step, block.language, true, {}, {}, {}}});
  }
  std::ranges::sort(entries, {}, [](const Entry& entry) { return std::pair(entry.line, entry.level); });
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Entry& entry = entries[i];
    entry.symbol.line = places.words_of_line(entry.line > 0 ? entry.line - 1 : 0);
    std::size_t next = i + 1;
    while (next < entries.size() && !entry.symbol.is_step && entries[next].level > entry.level) ++next;
    std::size_t end = document.text.size();
    if (entry.symbol.is_step) {
      end = entry.symbol.line.end;
    } else if (next < entries.size()) {
      end = places.words_of_line(entries[next].line - 1).begin;
    }
    entry.symbol.section = {entry.symbol.line.begin, std::max(end, entry.symbol.line.end)};
  }
  std::size_t at = 0;
  return below(entries, at, 0);
}

}  // namespace tt::authoring
