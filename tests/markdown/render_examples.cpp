// Renders examples of Markdown without the lessons' policy: every link leads where it says. Reads from stdin, again and again, a
// length in decimal on a line of its own and so many bytes; answers each with the HTML in the same form.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "lessons/render.hpp"

namespace {

// As CommonMark's examples have addresses: percent-encoded but for what an address may hold.
std::string encoded(std::string_view destination) {
  constexpr std::string_view kept = "-_.!~*'();/?:@&=+$,#%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string out;
  for (char c : destination) {
    if (kept.contains(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

tt::lessons::LinkTarget any_link(std::string_view, std::string_view destination) {
  // A mail address in brackets is a link without its scheme.
  return tt::lessons::WebTarget{encoded(destination)};
}

tt::lessons::ImageSource any_image(std::string_view, std::string_view destination) {
  return tt::lessons::ImageTarget{encoded(destination)};
}

}  // namespace

int main() {
  std::string length;
  while (std::getline(std::cin, length)) {
    std::string markdown(std::stoul(length), '\0');
    if (!std::cin.read(markdown.data(), static_cast<std::streamsize>(markdown.size()))) return 1;
    tt::lessons::Lesson lesson;
    lesson.file = "example.md";
    if (const auto done = tt::lessons::render(markdown, 1, 0, lesson, {any_link, any_image}); !done) {
      fmt::print(stderr, "{}\n", done.error().message);
      return 1;
    }
    fmt::print("{}\n{}", lesson.html.size(), lesson.html);
  }
  return 0;
}
