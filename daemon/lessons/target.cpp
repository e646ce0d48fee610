#include "target.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/uri.hpp"
#include "base/utf8.hpp"
#include "lesson.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kArgumentsLimit = 16 * 1024;
constexpr std::size_t kUrlLimit = 8 * 1024;
constexpr auto kImageTypes = std::to_array<std::string_view>({"png", "jpg", "jpeg", "gif", "webp"});
constexpr std::string_view kCommandScheme = "command:";
constexpr std::string_view kCommandPrefix = "tenstorrent.";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_control(char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F; }

// Length of a URI's scheme (RFC 3986, 3.1) without its colon; 0 where there is none.
std::size_t scheme_length(std::string_view s) {
  if (s.empty() || !is_letter(s.front())) return 0;
  std::size_t i = 1;
  while (i < s.size() && (is_letter(s[i]) || is_digit(s[i]) || s[i] == '+' || s[i] == '-' || s[i] == '.')) ++i;
  return i < s.size() && s[i] == ':' ? i : 0;
}

bool is_https(std::string_view s) {
  constexpr std::string_view scheme = "https://";
  return s.size() > scheme.size() && std::ranges::equal(s.substr(0, scheme.size()), scheme, {}, lower);
}

std::string percent_encoded(std::string_view url) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view kept = "-._~:/?#[]@!$&'()*+,;=%";
  std::string out;
  for (char c : url) {
    if (is_letter(c) || is_digit(c) || kept.contains(c)) {
      out += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

// A name, an IPv6 address in brackets, or a name that is percent-encoded or UTF-8.
bool begins_host(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '[' || c == '%' || static_cast<std::uint8_t>(c) >= 0x80;
}

std::variant<WebTarget, RefusedTarget> web_target(std::string_view url) {
  if (url.size() > kUrlLimit) return RefusedTarget{"the address is longer than 8192 bytes"};
  const std::string_view after = url.substr(8);
  const std::string_view authority = after.substr(0, after.find_first_of("/?#"));
  if (authority.empty() || !begins_host(authority.front()) || authority.find_first_of(" \\<>\"") != std::string_view::npos) {
    return RefusedTarget{"the address has no host"};
  }
  // "https://github.com@evil.example" reads as the wrong host.
  if (authority.contains('@')) return RefusedTarget{"the address holds a user name"};
  if (std::ranges::any_of(url, is_control)) return RefusedTarget{"the address holds a control character"};
  return WebTarget{"https://" + percent_encoded(after)};
}

bool is_command_id(std::string_view id) {
  if (!id.starts_with(kCommandPrefix) || id.size() > 128) return false;
  id.remove_prefix(kCommandPrefix.size());
  char previous = '.';
  for (char c : id) {
    if (c == '.' ? previous == '.' : !(is_letter(c) || is_digit(c) || c == '_' || c == '-')) return false;
    previous = c;
  }
  return previous != '.';
}

LinkTarget command_target(std::string_view rest) {
  const std::size_t question = rest.find('?');
  const std::string_view id = rest.substr(0, question);
  if (!is_command_id(id)) return RefusedTarget{"only commands that begin with `tenstorrent.` can be linked"};
  if (question == std::string_view::npos) return CommandTarget{std::string(id), {}};
  const std::string_view written = rest.substr(question + 1);
  // Raw JSON may hold a '%' that begins no escape.
  std::string arguments = uri::decode_percent(written).value_or(std::string(written));
  if (arguments.size() > kArgumentsLimit) return RefusedTarget{"the command's arguments are longer than 16384 bytes"};
  if (!utf8::is_valid(arguments)) return RefusedTarget{"the command's arguments aren't UTF-8"};
  if (arguments.contains('\0')) return RefusedTarget{"the command's arguments hold a NUL"};
  return CommandTarget{std::string(id), std::move(arguments)};
}

std::optional<std::string> decoded_anchor(std::string_view written) {
  auto anchor = uri::decode_percent(written);
  if (!anchor || anchor->empty() || anchor->size() > 1024 || !utf8::is_valid(*anchor)) return std::nullopt;
  if (std::ranges::any_of(*anchor, [](char c) { return is_control(c) || c == ' '; })) return std::nullopt;
  return std::move(*anchor);
}

// A JSON string; `text` is valid UTF-8 without control characters.
std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

LinkTarget lesson_target(std::string_view file, std::string_view destination) {
  const std::size_t hash = destination.find('#');
  const auto path = pack_path(file, destination.substr(0, hash));
  if (!path) return RefusedTarget{path.error().message};
  if (!path->ends_with(".md")) return RefusedTarget{"a link to a file has to name a lesson (.md)"};
  std::string arguments = "[" + json_string(file_stem(*path));
  if (hash != std::string_view::npos) {
    const auto anchor = decoded_anchor(destination.substr(hash + 1));
    if (!anchor) return RefusedTarget{"the part after `#` is no anchor"};
    arguments += "," + json_string(*anchor);
  }
  return CommandTarget{std::string(kOpenLessonCommand), arguments + "]"};
}

}  // namespace

Result<std::string> pack_path(std::string_view file, std::string_view relative) {
  const auto refuse = [](const char* why) { return fail(ErrorKind::kInvalidArgument, why); };
  const auto decoded = uri::decode_percent(relative);
  if (!decoded || !utf8::is_valid(*decoded)) return refuse("the path can't be decoded");
  if (decoded->empty() || decoded->size() > 1024) return refuse("the path is empty or too long");
  if (std::ranges::any_of(*decoded, [](char c) { return is_control(c) || c == '\\' || c == ':'; })) {
    return refuse("the path holds a character that isn't allowed");
  }
  if (decoded->starts_with("//")) return refuse("the path begins with two slashes");
  std::string joined;
  if (decoded->front() != '/')
    joined = std::string(file.substr(0, file.rfind('/') == std::string_view::npos ? 0 : file.rfind('/') + 1));
  joined += *decoded;
  std::vector<std::string_view> parts;
  std::string_view rest = joined;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return refuse("the path leaves the pack");
    } else {
      parts.pop_back();
    }
  }
  if (parts.empty()) return refuse("the path names no file");
  std::string out;
  for (std::string_view part : parts) {
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

LinkTarget link_target(std::string_view file, std::string_view destination) {
  if (destination.empty()) return RefusedTarget{"the link leads nowhere"};
  if (is_https(destination)) {
    auto web = web_target(destination);
    if (auto* target = std::get_if<WebTarget>(&web)) return std::move(*target);
    return std::get<RefusedTarget>(std::move(web));
  }
  if (destination.front() == '#') {
    const auto anchor = decoded_anchor(destination.substr(1));
    if (!anchor) return RefusedTarget{"the part after `#` is no anchor"};
    return AnchorTarget{*anchor};
  }
  if (destination.starts_with(kCommandScheme)) return command_target(destination.substr(kCommandScheme.size()));
  if (const std::size_t length = scheme_length(destination); length > 0) {
    return RefusedTarget{"links by `" + std::string(destination.substr(0, std::min<std::size_t>(length, 32))) +
                         ":` aren't allowed"};
  }
  return lesson_target(file, destination);
}

ImageSource image_source(std::string_view file, std::string_view destination) {
  if (is_https(destination)) {
    auto web = web_target(destination);
    if (auto* target = std::get_if<WebTarget>(&web)) return std::move(*target);
    return std::get<RefusedTarget>(std::move(web));
  }
  if (scheme_length(destination) > 0) return RefusedTarget{"an image has to be a file of the pack"};
  auto path = pack_path(file, destination);
  if (!path) return RefusedTarget{path.error().message};
  const std::size_t dot = path->rfind('.');
  std::string type;
  if (dot != std::string::npos) std::ranges::transform(path->substr(dot + 1), std::back_inserter(type), lower);
  if (std::ranges::find(kImageTypes, type) == kImageTypes.end())
    return RefusedTarget{"an image has to be a png, jpg, gif or webp file"};
  return ImageTarget{std::move(*path)};
}

}  // namespace tt::lessons
