#include "scanner.hpp"

#include <fmt/format.h>

#include <map>
#include <regex>
#include <set>
#include <vector>

namespace tt::lessons::testing {
namespace {

// Attributes by element, each with the form of its value.
const std::map<std::string, std::map<std::string, std::regex>>& allowed() {
  static const auto rules = [] {
    const auto re = [](const char* pattern) { return std::regex(pattern); };
    const std::map<std::string, std::regex> none;
    const std::map<std::string, std::regex> id = {{"id", re("[^\\s\"<>]+")}};
    const std::map<std::string, std::regex> align = {{"class", re("align-(left|center|right)")}};
    std::map<std::string, std::map<std::string, std::regex>> all;
    for (const char* tag : {"p",  "ul", "blockquote", "table", "thead", "tbody", "tr",  "em",      "strong",  "del",
                            "br", "hr", "sup",        "sub",   "b",     "i",     "kbd", "details", "summary", "div"}) {
      all[tag] = none;
    }
    for (const char* tag : {"h1", "h2", "h3", "h4", "h5", "h6"}) all[tag] = id;
    all["th"] = all["td"] = align;
    all["ol"] = {{"start", re("[0-9]{1,9}")}};
    all["li"] = {{"class", re("task-list-item")}};
    all["input"] = {{"type", re("checkbox")}, {"disabled", re("")}, {"checked", re("")}};
    all["pre"] = {{"data-block", re("b[0-9]+")}};
    all["code"] = {{"class", re("language-[A-Za-z0-9+#_.-]{1,40}")}};
    all["a"] = {{"title", re("[^\"<>]*")},
                {"href", re("https://[A-Za-z0-9_\\[%][\\x21\\x23-\\x3b\\x3d\\x3f-\\x7e]*|#[^\\x00-\\x20\"<>]*")},
                {"rel", re("noopener noreferrer")},
                {"class", re("tt-command")},
                {"data-link", re("l[0-9]+")}};
    all["img"] = {{"data-path", re("(?!/)(?!.*\\.\\.(/|$))[^\\x00-\\x1f\"<>\\\\:]+\\.(png|jpe?g|gif|webp|PNG)")},
                  {"alt", re("[^\"<>]*")},
                  {"title", re("[^\"<>]*")}};
    return all;
  }();
  return rules;
}

bool is_void(const std::string& tag) { return std::set<std::string>{"br", "hr", "img", "input"}.contains(tag); }

}  // namespace

std::string offence(std::string_view html) {
  static const std::regex tag_form("<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>");
  static const std::regex attribute_form(" ([a-z-]+)(=\"([^\"<>]*)\")?");
  static const std::regex reference_form("&(#[0-9]+|#x[0-9a-f]+|[A-Za-z][A-Za-z0-9]*);");
  std::vector<std::string> open;
  for (std::size_t i = 0; i < html.size(); ++i) {
    const auto at = [&](std::string_view what) { return fmt::format("{} at {}: {}", what, i, html.substr(i, 80)); };
    const char* const begin = html.data() + i;
    const char* const end = html.data() + html.size();
    std::cmatch m;
    if (html[i] == '>' || html[i] == '"') return at("a bare character");
    if (html[i] == '&') {
      const char* const stop = std::min(end, begin + 60);
      if (!std::regex_search(begin, stop, m, reference_form, std::regex_constants::match_continuous)) return at("a bare ampersand");
    }
    if (html[i] != '<') continue;
    // The pattern's recursion grows with the tag, so only that much of the text is shown to it.
    const std::size_t close = html.find('>', i);
    if (close == std::string_view::npos) return at("an open tag");
    if (close - i > 20000) return at("an overlong tag");
    if (!std::regex_match(begin, html.data() + close + 1, m, tag_form)) return at("no tag");
    const std::string tag = m[2];
    const auto rule = allowed().find(tag);
    if (rule == allowed().end()) return at("a forbidden element");
    if (m[1].length() > 0) {
      if (open.empty() || open.back() != tag) return at("an unbalanced end");
      open.pop_back();
    } else if (!is_void(tag)) {
      open.push_back(tag);
    }
    const std::string attributes = m[3];
    for (std::sregex_iterator a(attributes.begin(), attributes.end(), attribute_form), none; a != none; ++a) {
      const auto form = rule->second.find((*a)[1]);
      if (form == rule->second.end()) return at("a forbidden attribute");
      if (!std::regex_match((*a)[3].str(), form->second)) return at("a forbidden value");
    }
    i = close;
  }
  return open.empty() ? std::string() : "not closed: " + open.back();
}

}  // namespace tt::lessons::testing
