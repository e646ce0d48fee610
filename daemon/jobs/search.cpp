#include "search.hpp"

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"
#include "log_filter.hpp"

namespace tt::jobs {
namespace {

constexpr std::size_t kBlock = 1 << 20;
constexpr std::size_t kShownCharacters = 300;
constexpr std::size_t kShownBefore = 80;  // of them, before the match
constexpr std::size_t kShownBytes = 4 * kShownCharacters;
constexpr char kEscape = '\x1b';

bool goes_on(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !goes_on(c); }));
}

std::uint32_t utf16_units(std::string_view text) {
  std::uint32_t units = 0;
  for (const char c : text) units += goes_on(c) ? 0 : static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
  return units;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!goes_on(text[at]) && count-- == 0) break;
  }
  return text.substr(0, at);
}

std::string_view last_characters(std::string_view text, std::size_t count) {
  std::size_t at = text.size();
  while (at > 0 && count > 0) {
    --at;
    if (!goes_on(text[at])) --count;
  }
  return text.substr(at);
}

// For one line of a list: a match of a regular expression may hold a carriage return.
std::string one_line(std::string_view raw) {
  std::string text = plain_log(raw, true).text;
  std::ranges::replace_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\t'; }, ' ');
  return text;
}

std::size_t line_end(std::string_view text, std::size_t from) {
  return from < text.size() ? std::min(text.find('\n', from), text.size()) : text.size();
}

std::size_t line_start(std::string_view text, std::size_t at) {
  const void* found = at > 0 ? ::memrchr(text.data(), '\n', at) : nullptr;
  return found == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

}  // namespace

std::uint64_t count_lines(std::string_view text) {
  constexpr std::size_t kRun = 128;  // fewer than 256, so that a byte can count them and the loop becomes vector code
  std::uint64_t lines = 0;
  std::size_t i = 0;
  for (; i + kRun <= text.size(); i += kRun) {
    std::uint8_t in_run = 0;
    for (std::size_t k = 0; k < kRun; ++k) in_run = static_cast<std::uint8_t>(in_run + (text[i + k] == '\n' ? 1 : 0));
    lines += in_run;
  }
  return lines + static_cast<std::uint64_t>(std::ranges::count(text.substr(i), '\n'));
}

SearchMatch show_match(std::string_view line, Span match) {
  // Between two carriage returns a progress bar drew one state.
  std::size_t begin = line.substr(0, match.begin).find_last_of('\r');
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  const std::size_t end = std::min(line.find('\r', match.end), line.size());
  std::string_view before = line.substr(begin, match.begin - begin);
  if (before.size() > kShownBytes) before.remove_prefix(before.size() - kShownBytes);
  while (!before.empty() && goes_on(before.front())) before.remove_prefix(1);
  const std::string pre = one_line(before);
  const std::string mid = one_line(line.substr(match.begin, std::min(match.end - match.begin, kShownBytes)));
  const std::string_view rest = line.substr(match.end, std::min(end - match.end, kShownBytes));
  const std::string post = one_line(rest.substr(0, utf8::complete_prefix(rest)));
  const std::string_view shown_mid = first_characters(mid, kShownCharacters);
  const std::size_t room = kShownCharacters - characters(shown_mid);
  // What the part behind the match leaves goes to the part before it.
  const std::size_t room_before = std::max(std::min(room, kShownBefore), room - std::min(room, characters(post)));
  const std::string_view shown_pre = last_characters(pre, room_before);
  const std::string_view shown_post = first_characters(post, room - characters(shown_pre));
  SearchMatch shown;
  shown.text.append(shown_pre).append(shown_mid).append(shown_post);
  shown.start = utf16_units(shown_pre);
  shown.end = shown.start + utf16_units(shown_mid);
  return shown;
}

LogSearch::LogSearch(SearchPattern pattern, std::vector<SearchTarget> targets, std::size_t limit)
    : pattern_(std::move(pattern)), targets_(std::move(targets)), limit_(limit) {}

bool LogSearch::run_for(std::chrono::milliseconds budget) {
  const auto until = std::chrono::steady_clock::now() + budget;
  do {
    if (passed_limit_ || (!scan_ && !open_next())) return false;
    search_block();
  } while (std::chrono::steady_clock::now() < until);
  return !passed_limit_;
}

// A log that can't be opened (its job was removed meanwhile, or never wrote one) holds nothing.
bool LogSearch::open_next() {
  while (next_target_ < targets_.size()) {
    Result<LogScan> scan = LogScan::open(targets_[next_target_++].folder, kBlock);
    if (!scan) continue;
    scan_.emplace(std::move(*scan));
    keep_ = 0;
    line_ = 1;
    line_offset_ = 0;
    line_matched_ = false;
    return true;
  }
  return false;
}

void LogSearch::search_block() {
  if (!scan_->next(keep_)) {
    search_lines(scan_->bytes());  // the last line, which lacks its end
    scan_.reset();
    return;
  }
  const std::string_view text = scan_->bytes();
  if (scan_->behind_gap()) {
    line_ = scan_->lines() + 1;
    line_offset_ = scan_->offset();
    line_matched_ = false;
  }
  const std::size_t last_end = scan_->ends_at_gap() ? std::string_view::npos : text.rfind('\n');
  const std::size_t whole = last_end == std::string_view::npos ? 0 : last_end + 1;
  if (whole > 0 && text.size() - whole <= kBlock / 2) {
    search_lines(text.substr(0, whole));
    keep_ = text.size() - whole;
    return;
  }
  // The gap follows, or the line is longer than can be held: then it is searched piece by piece.
  search_lines(text);
  keep_ = scan_->ends_at_gap() ? 0 : std::min(pattern_.overlap(), text.size() - line_start(text, text.size()));
}

// Takes line_, line_offset_ and line_matched_ from the beginning of `text` to its end.
void LogSearch::search_lines(std::string_view text) {
  const std::uint64_t base = scan_->offset();
  std::size_t counted = 0;
  const auto pass = [&](std::size_t to) {
    const std::uint64_t lines = count_lines(text.substr(counted, to - counted));
    if (lines > 0) {
      line_ += lines;
      line_offset_ = base + line_start(text, to);
      line_matched_ = false;
    }
    counted = to;
  };
  std::size_t from = line_matched_ ? std::min(line_end(text, 0) + 1, text.size()) : 0;
  std::size_t escape = std::min(text.find(kEscape), text.size());
  std::string plain;
  Span match;
  while (from < text.size() && !passed_limit_) {
    const std::optional<Span> line = find_line(text, from, escape, plain, match);
    if (!line) break;
    pass(line->begin);
    keep(plain.empty() ? text.substr(line->begin, line->end - line->begin) : std::string_view(plain), match, line_offset_);
    line_matched_ = true;
    from = line->end + 1;
  }
  if (!passed_limit_) pass(text.size());
}

// The first line at or behind `from` with a match, and where in the line that is. Of a line with escape sequences `plain` is
// the text that was searched; otherwise it is empty. `from` is the beginning of a line, or of the text. `escape`, where it
// isn't before `from`, is the next escape sequence: or the rest of the block would be looked through for it at every match.
std::optional<Span> LogSearch::find_line(std::string_view text, std::size_t from, std::size_t& escape, std::string& plain,
                                         Span& match) {
  for (;;) {
    plain.clear();
    if (escape < from) escape = std::min(text.find(kEscape, from), text.size());
    const std::size_t clean_end = escape == text.size() ? text.size() : std::max(line_start(text, escape), from);
    if (const std::optional<Span> found = pattern_.find(text.substr(0, clean_end), from); found && found->begin < clean_end) {
      const Span line{std::max(line_start(text, found->begin), from), line_end(text, found->begin)};
      match = {found->begin - line.begin, found->end - line.begin};
      return line;
    }
    if (escape == text.size()) return std::nullopt;
    const Span line{clean_end, line_end(text, escape)};
    plain = plain_log(text.substr(line.begin, line.end - line.begin), true).text;
    if (const std::optional<Span> found = pattern_.find(plain, 0); found && !plain.empty()) {
      match = *found;
      return line;
    }
    from = line.end + 1;
    if (from >= text.size()) return std::nullopt;
  }
}

void LogSearch::keep(std::string_view line, Span match, std::uint64_t offset) {
  if (matches_.size() == limit_) {
    passed_limit_ = true;
    return;
  }
  SearchMatch shown = show_match(line, match);
  shown.job = targets_[next_target_ - 1].job;
  shown.line = line_;
  shown.offset = offset;
  matches_.push_back(std::move(shown));
}

}  // namespace tt::jobs
