#include "log_filter.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "base/utf8.hpp"

namespace tt::jobs {
namespace {

enum class Action : std::uint8_t { kKeep, kDrop, kReplace, kIncomplete };

// What the filter does with the first `length` bytes of its input.
struct Step {
  Action action = Action::kKeep;
  std::size_t length = 0;
  std::string text{};  // with kReplace
};

constexpr char kEscape = '\x1b';
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kCloseLink = "\x1b]8;;\x1b\\";
constexpr std::size_t kLongestLink = 2083;  // as VTE and xterm.js have it

bool is_plain(std::uint8_t byte) {
  return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\b';
}

Step incomplete(std::string_view input, bool last) {
  if (last) return {Action::kDrop, input.size()};
  return {Action::kIncomplete, 0};
}

// `body` is what stands between "CSI" and its final byte.
bool is_safe_control(std::string_view body, char final) {
  constexpr std::string_view kMoves = "ABCDEFGHfdK";
  const bool colour = final == 'm';
  for (const char c : body) {
    if (!(c >= '0' && c <= '9') && c != ';' && !(colour && c == ':')) return false;
  }
  if (colour || kMoves.find(final) != std::string_view::npos) return true;
  return final == 'J' && (body.empty() || body == "0");
}

// ECMA-48 5.4: parameter bytes, intermediate bytes, one final byte. Any other byte ends the sequence without effect.
Step control_sequence(std::string_view input, std::size_t introducer, bool last) {
  std::size_t i = introducer;
  const auto in = [&](std::uint8_t low, std::uint8_t high) {
    return i < input.size() && static_cast<std::uint8_t>(input[i]) >= low && static_cast<std::uint8_t>(input[i]) <= high;
  };
  while (in(0x30, 0x3F) && i < kLongestSequence) ++i;
  while (in(0x20, 0x2F) && i < kLongestSequence) ++i;
  if (i >= kLongestSequence) return {Action::kDrop, kLongestSequence};
  if (i == input.size()) return incomplete(input, last);
  if (!in(0x40, 0x7E)) return {Action::kDrop, i};
  const std::string_view body = input.substr(introducer, i - introducer);
  const char final = input[i];
  if (!is_safe_control(body, final)) return {Action::kDrop, i + 1};
  if (input[0] == kEscape) return {Action::kKeep, i + 1};
  std::string text = "\x1b[";
  text.append(body).push_back(final);
  return {Action::kReplace, i + 1, std::move(text)};
}

// "8;params;uri" of an OSC 8; the text that stands for it, or nothing where it isn't a link.
std::string link_text(std::string_view content) {
  if (!content.starts_with("8;")) return {};
  content.remove_prefix(2);
  const std::size_t semicolon = content.find(';');
  if (semicolon == std::string_view::npos) return {};
  const std::string_view parameters = content.substr(0, semicolon);
  const std::string_view target = content.substr(semicolon + 1);
  bool safe = target.starts_with("https://") && target.size() <= kLongestLink && parameters.size() <= 256;
  for (const char c : target) safe = safe && c > 0x20 && c < 0x7F;
  for (const char c : parameters) safe = safe && c > 0x20 && c < 0x7F;
  // A refused link closes the one before it, or its text would seem to belong there.
  if (!safe) return std::string(kCloseLink);
  std::string text = "\x1b]8;";
  text.append(parameters).append(";").append(target).append("\x1b\\");
  return text;
}

// OSC, DCS, SOS, PM and APC run to ST, OSC to BEL too; CAN, SUB or another escape sequence cuts them off.
Step control_string(std::string_view input, std::size_t introducer, bool operating_system_command, bool last) {
  std::size_t end = introducer;
  std::size_t terminator = 0;
  for (;; ++end) {
    if (end >= kLongestSequence) return {Action::kDrop, kLongestSequence};
    if (end == input.size()) return incomplete(input, last);
    const char c = input[end];
    if (c == '\x18' || c == '\x1a') return {Action::kDrop, end + 1};
    if (c == '\a' && operating_system_command) {
      terminator = 1;
      break;
    }
    if (c != kEscape && c != '\xC2') continue;
    if (end + 1 == input.size()) return incomplete(input, last);
    const char second = input[end + 1];
    if (c == kEscape && second != '\\') return {Action::kDrop, end};
    if (c == kEscape || second == '\x9C') {
      terminator = 2;
      break;
    }
  }
  const std::size_t length = end + terminator;
  std::string text;
  if (operating_system_command) text = link_text(input.substr(introducer, end - introducer));
  if (text.empty()) return {Action::kDrop, length};
  if (text == input.substr(0, length)) return {Action::kKeep, length};
  return {Action::kReplace, length, std::move(text)};
}

// What follows ESC, or the same function spelt as a C1 character: ESC [ is U+009B.
Step sequence(std::string_view input, std::size_t introducer, char function, bool last) {
  switch (function) {
    case '[': return control_sequence(input, introducer, last);
    case ']': return control_string(input, introducer, true, last);
    case 'P':
    case 'X':
    case '^':
    case '_': return control_string(input, introducer, false, last);
    default: return {Action::kDrop, introducer};
  }
}

Step escape(std::string_view input, bool last) {
  if (input.size() == 1) return incomplete(input, last);
  const auto second = static_cast<std::uint8_t>(input[1]);
  if (second >= 0x30 && second <= 0x7E) return sequence(input, 2, input[1], last);
  // ESC, intermediate bytes, a final byte: character sets and the like.
  std::size_t i = 1;
  while (i < input.size() && i < kLongestSequence && input[i] >= 0x20 && input[i] <= 0x2F) ++i;
  if (i >= kLongestSequence) return {Action::kDrop, kLongestSequence};
  if (i == input.size()) return incomplete(input, last);
  const auto final = static_cast<std::uint8_t>(input[i]);
  return {Action::kDrop, i > 1 && final >= 0x30 && final <= 0x7E ? i + 1 : i};
}

Step multibyte(std::string_view input, bool last) {
  const auto lead = static_cast<std::uint8_t>(input[0]);
  const std::size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead == 0xC2 && input.size() >= 2) {
    const auto second = static_cast<std::uint8_t>(input[1]);
    if (second >= 0x80 && second <= 0x9F) return sequence(input, 2, static_cast<char>(second - 0x40), last);
  }
  const std::string_view character = input.substr(0, wanted);
  if (utf8::is_valid(character)) return {Action::kKeep, wanted};
  // Where more bytes could still complete the character it has to wait for them: its replacement depends on them.
  if (!last && character.size() < wanted && utf8::complete_prefix(character) == 0) return {Action::kIncomplete, 0};
  // One U+FFFD for each ill-formed piece: the lead byte and as many of its continuation bytes as fit.
  std::size_t length = 1;
  while (length < character.size() && utf8::replace_invalid(character.substr(0, length + 1)) == kReplacement) ++length;
  return {Action::kReplace, length, std::string(kReplacement)};
}

// `input` isn't empty and doesn't begin with a plain byte.
Step special(std::string_view input, bool last) {
  const auto first = static_cast<std::uint8_t>(input[0]);
  if (first == 0x1B) return escape(input, last);
  if (first < 0x80) return {Action::kDrop, 1};
  return multibyte(input, last);
}

// Number of plain bytes at the start. The inner loop has no exit, so that the compiler can vectorise it.
std::size_t plain_run(std::string_view input) {
  constexpr std::size_t kBlock = 32;
  std::size_t i = 0;
  if (input.empty() || !is_plain(static_cast<std::uint8_t>(input[0]))) return 0;
  while (i + kBlock <= input.size()) {
    std::uint8_t odd = 0;
    for (std::size_t k = 0; k < kBlock; ++k) {
      const auto b = static_cast<std::uint8_t>(input[i + k]);
      const auto control = static_cast<std::uint8_t>(b < 0x20);
      const auto allowed = static_cast<std::uint8_t>((b == 8) | (b == 9) | (b == 10) | (b == 13));
      odd |= static_cast<std::uint8_t>((control & (allowed ^ 1)) | (b >= 0x7F));
    }
    if (odd != 0) break;
    i += kBlock;
  }
  while (i < input.size() && is_plain(static_cast<std::uint8_t>(input[i]))) ++i;
  return i;
}

bool begins_sequence(std::string_view input) {
  if (input[0] == kEscape) return true;
  return input[0] == '\xC2' && input.size() > 1 && static_cast<std::uint8_t>(input[1]) >= 0x80 &&
         static_cast<std::uint8_t>(input[1]) <= 0x9F;
}

enum class For { kTerminal, kText };

Filtered filter_for(For reader, std::string_view bytes, bool last) {
  Filtered out;
  out.text.reserve(bytes.size());
  while (out.consumed < bytes.size()) {
    std::string_view rest = bytes.substr(out.consumed);
    const std::size_t plain = plain_run(rest);
    out.text.append(rest.substr(0, plain));
    out.consumed += plain;
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    Step step = special(rest, last);
    if (step.action == Action::kIncomplete) break;
    if (reader == For::kText && begins_sequence(rest)) step.action = Action::kDrop;
    if (step.action == Action::kKeep) out.text.append(rest.substr(0, step.length));
    if (step.action == Action::kReplace) out.text.append(step.text);
    out.consumed += step.length;
  }
  if (reader == For::kText) std::erase(out.text, '\b');
  return out;
}

}  // namespace

Filtered filter_log(std::string_view bytes, bool last) { return filter_for(For::kTerminal, bytes, last); }

Filtered plain_log(std::string_view bytes, bool last) { return filter_for(For::kText, bytes, last); }

std::size_t clean_prefix(std::string_view bytes, bool last) {
  std::size_t clean = 0;
  while (clean < bytes.size()) {
    clean += plain_run(bytes.substr(clean));
    if (clean == bytes.size()) break;
    const Step step = special(bytes.substr(clean), last);
    if (step.action != Action::kKeep) break;
    clean += step.length;
  }
  return clean;
}

}  // namespace tt::jobs
