#include "search_pattern.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdint>

namespace tt::jobs {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The smaller, the rarer in logs: letters by their frequency in English, upper case and signs before lower case.
int commonness(char c) {
  constexpr std::string_view kCommon = "qzxjkvbwpygfmucldhrsinoate";
  if (c == ' ' || c == '0') return 100;
  const std::size_t rank = kCommon.find(static_cast<char>(c | 0x20));
  if (is_letter(c)) return (c >= 'a' ? 40 : 10) + static_cast<int>(rank);
  return c >= '1' && c <= '9' ? 60 : 30;
}

}  // namespace

// Two bytes of the text are compared at once at every place of a block, in a loop without an exit, so that the compiler can
// vectorise it; only places where both fit are looked at closely.
struct SearchPattern::Literal {
  std::string text;   // lower case where case doesn't count
  bool fold = false;  // ASCII letters alone
  std::size_t first = 0, second = 0;
  std::uint8_t first_mask = 0, second_mask = 0;

  std::uint8_t mask_of(std::size_t at) const { return fold && is_letter(text[at]) ? 0x20 : 0; }

  bool fits(const char* place) const {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (static_cast<std::uint8_t>(static_cast<std::uint8_t>(place[i]) | mask_of(i)) != static_cast<std::uint8_t>(text[i]))
        return false;
    }
    return true;
  }

  std::optional<Span> find(std::string_view in, std::size_t from) const {
    constexpr std::size_t kBlock = 64;
    if (in.size() < text.size()) return std::nullopt;
    const std::size_t places = in.size() - text.size() + 1;
    const auto a = static_cast<std::uint8_t>(text[first]), b = static_cast<std::uint8_t>(text[second]);
    const std::uint8_t ma = first_mask, mb = second_mask;
    const auto* const at_first = reinterpret_cast<const std::uint8_t*>(in.data()) + first;
    const auto* const at_second = reinterpret_cast<const std::uint8_t*>(in.data()) + second;
    std::size_t i = from;
    for (; i + kBlock <= places; i += kBlock) {
      std::uint8_t any = 0;
      for (std::size_t k = 0; k < kBlock; ++k) {
        const auto one = static_cast<std::uint8_t>((at_first[i + k] | ma) == a);
        const auto two = static_cast<std::uint8_t>((at_second[i + k] | mb) == b);
        any |= static_cast<std::uint8_t>(one & two);
      }
      if (any == 0) continue;
      for (std::size_t k = 0; k < kBlock; ++k) {
        if ((at_first[i + k] | ma) == a && (at_second[i + k] | mb) == b && fits(in.data() + i + k))
          return Span{i + k, i + k + text.size()};
      }
    }
    for (; i < places; ++i) {
      if (fits(in.data() + i)) return Span{i, i + text.size()};
    }
    return std::nullopt;
  }
};

struct SearchPattern::Expression {
  Expression(const std::string& text, const RE2::Options& options) : compiled(text, options) {}
  RE2 compiled;
};

Result<SearchPattern> SearchPattern::compile(std::string_view text, bool regex, bool case_sensitive) {
  if (text.empty() || text.size() > kLongestSearchText || text.find_first_of("\r\n") != std::string_view::npos) {
    return fail(ErrorKind::kInvalidArgument,
                fmt::format("A search needs a text of 1 to {} bytes without a line end.", kLongestSearchText));
  }
  const bool is_literal = !regex || RE2::QuoteMeta({text.data(), text.size()}) == text;
  // Which letters belong together beyond ASCII is left to RE2.
  if (is_literal && (case_sensitive || is_ascii(text))) {
    auto literal = std::make_shared<Literal>();
    literal->text = std::string(text);
    literal->fold = !case_sensitive;
    if (literal->fold) {
      for (char& c : literal->text) c = is_letter(c) ? static_cast<char>(c | 0x20) : c;
    }
    for (std::size_t i = 1; i < literal->text.size(); ++i) {
      if (commonness(literal->text[i]) < commonness(literal->text[literal->first])) literal->first = i;
    }
    literal->second = literal->first == 0 ? literal->text.size() - 1 : 0;
    for (std::size_t i = 0; i < literal->text.size(); ++i) {
      if (i != literal->first && commonness(literal->text[i]) < commonness(literal->text[literal->second])) literal->second = i;
    }
    literal->first_mask = literal->mask_of(literal->first);
    literal->second_mask = literal->mask_of(literal->second);
    return SearchPattern(std::shared_ptr<const Literal>(std::move(literal)));
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_nl(true);
  options.set_case_sensitive(case_sensitive);
  options.set_max_mem(16 << 20);
  const std::string source = is_literal ? RE2::QuoteMeta({text.data(), text.size()}) : "(?m)" + std::string(text);
  auto expression = std::make_shared<Expression>(source, options);
  if (!expression->compiled.ok()) {
    return fail(ErrorKind::kInvalidArgument,
                fmt::format("'{}' isn't a regular expression: {}.", text, expression->compiled.error()));
  }
  return SearchPattern(std::shared_ptr<const Expression>(std::move(expression)));
}

std::optional<Span> SearchPattern::find(std::string_view text, std::size_t from) const {
  if (from > text.size()) return std::nullopt;
  if (literal_) return literal_->find(text, from);
  re2::StringPiece found;
  if (!expression_->compiled.Match({text.data(), text.size()}, from, text.size(), RE2::UNANCHORED, &found, 1)) return std::nullopt;
  const auto begin = static_cast<std::size_t>(found.data() - text.data());
  return Span{begin, begin + found.size()};
}

std::size_t SearchPattern::overlap() const { return literal_ ? literal_->text.size() - 1 : 4096; }

}  // namespace tt::jobs
