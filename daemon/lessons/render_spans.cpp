// md4c's spans: emphasis, links and images.
#include <fmt/format.h>

#include "base/utf8.hpp"
#include "renderer.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kLinkBytesLimit = 8 * 1024 * 1024;  // a long reference definition can be used a million times

std::string_view tag_of(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM: return "em";
    case MD_SPAN_STRONG: return "strong";
    case MD_SPAN_CODE: return "code";
    default: return {};
  }
}

// As much of a target as a message takes, without half a character at its end.
std::string_view as_quoted(std::string_view target) {
  constexpr std::size_t kMost = 80;  // bytes
  target = target.substr(0, kMost);
  return target.substr(0, utf8::complete_prefix(target));
}

// An empty title is none.
Attribute title_of(std::string_view title) { return title.empty() ? Attribute{} : Attribute{"title", title}; }

}  // namespace

int Renderer::enter_span(MD_SPANTYPE type, void* detail) {
  flush_html();
  if (type == MD_SPAN_IMG) {
    const auto* image = static_cast<MD_SPAN_IMG_DETAIL*>(detail);
    const std::string source = decoded(image->src);
    const std::string title = decoded(image->title);
    link_bytes_ += source.size() + title.size();
    if (image_.depth++ == 0) image_ = {1, source, title, {}, span_of(image->src)};
  } else if (image_.depth > 0) {
    // Within an alternative text only the words count.
  } else if (type == MD_SPAN_A) {
    enter_link(*static_cast<MD_SPAN_A_DETAIL*>(detail));
  } else if (!tag_of(type).empty()) {
    html_.open(tag_of(type));
  }
  if (link_bytes_ > kLinkBytesLimit) refusal_ = "its link addresses are too long in all";
  return go_on();
}

int Renderer::leave_span(MD_SPANTYPE type) {
  flush_html();
  if (type == MD_SPAN_IMG) {
    if (--image_.depth == 0) leave_image();
  } else if (image_.depth > 0) {
    return go_on();
  } else if (type == MD_SPAN_A) {
    leave_link();
  } else if (!tag_of(type).empty()) {
    html_.close(tag_of(type));
  }
  return go_on();
}

void Renderer::enter_link(const MD_SPAN_A_DETAIL& detail) {
  const std::string destination = decoded(detail.href);
  const std::string title = decoded(detail.title);
  link_bytes_ += destination.size() + title.size();
  OpenLink link;
  LinkTarget target = policy_.link(lesson_.file, destination);
  if (const auto* web = std::get_if<WebTarget>(&target)) {
    html_.open("a", {{"href", web->url}, {"rel", "noopener noreferrer"}, title_of(title)});
    link.has_element = true;
  } else if (auto* anchor = std::get_if<AnchorTarget>(&target)) {
    html_.open("a", {{"href", "#" + anchor->anchor}, title_of(title)});
    link.has_element = true;
    link.anchor = lesson_.anchor_links.size();
    lesson_.anchor_links.push_back({std::move(anchor->anchor), here(), span_of(detail.href)});
  } else if (auto* command = std::get_if<CommandTarget>(&target)) {
    link.command = lesson_.links.size();
    const std::string id = fmt::format("l{}", lesson_.links.size() + 1);
    html_.open("a", {{"class", "tt-command"}, {"data-link", id}, {"href", "#"}, title_of(title)});
    link.has_element = true;
    lesson_.links.push_back(
        {id, {}, std::move(command->command), std::move(command->arguments_json), here(), span_of(detail.href)});
  } else {
    report_at(span_of(detail.href), here(), Severity::kError, "bad-link", "The link to \"{}\" is shown as text: {}.",
              as_quoted(destination), std::get<RefusedTarget>(target).reason);
  }
  links_.push_back(std::move(link));
}

void Renderer::leave_link() {
  OpenLink link = std::move(links_.back());
  links_.pop_back();
  if (link.command) {
    lesson_.links[*link.command].label = std::move(link.label);
    lesson_.links[*link.command].line = here();
  }
  if (link.anchor) lesson_.anchor_links[*link.anchor].line = here();
  if (link.has_element) html_.close("a");
}

void Renderer::leave_image() {
  const OpenImage image = std::exchange(image_, {});
  const ImageSource source = policy_.image(lesson_.file, image.source);
  if (const auto* file = std::get_if<ImageTarget>(&source)) {
    html_.empty("img", {{"data-path", file->path}, {"alt", image.alt}, title_of(image.title)});
    lesson_.images.push_back({file->path, image.alt, here(), image.span});
  } else if (const auto* web = std::get_if<WebTarget>(&source); web != nullptr && links_.empty()) {
    web_link(*web, image.alt.empty() ? std::string_view(web->url) : std::string_view(image.alt));
  } else {
    html_.verbatim(image.alt);
    if (const auto* refused = std::get_if<RefusedTarget>(&source)) {
      report_at(image.span, here(), Severity::kError, "bad-image", "The image \"{}\" isn't shown: {}.", as_quoted(image.source),
                refused->reason);
    }
  }
  if (!links_.empty()) links_.back().label += image.alt;
}

void Renderer::web_link(const WebTarget& target, std::string_view label) {
  html_.open("a", {{"href", target.url}, {"rel", "noopener noreferrer"}});
  html_.verbatim(label);
  html_.close("a");
}

}  // namespace tt::lessons
