#include "render.hpp"

#include <fmt/format.h>

#include "entity.hpp"
#include "renderer.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kEventLimit = 1'200'000;  // callbacks; a megabyte of prose makes a tenth of that
constexpr std::size_t kPartsLimit = 10'000;

}  // namespace

std::string Renderer::decoded(const MD_ATTRIBUTE& attribute) const {
  std::string out;
  for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
    const std::string_view part(attribute.text + attribute.substr_offsets[i],
                                attribute.substr_offsets[i + 1] - attribute.substr_offsets[i]);
    switch (attribute.substr_types[i]) {
      case MD_TEXT_ENTITY: out += decode_entity(part).value_or(std::string(part)); break;
      case MD_TEXT_NULLCHAR: out += kReplacement; break;
      default:
        out +=
            prepared_.offset_of(part.data()) == Prepared::npos ? prepared_.restored(part) : std::string(prepared_.original(part));
    }
  }
  return out;
}

TextSpan Renderer::span_of(const MD_ATTRIBUTE& attribute) const {
  // md4c hands over a part of the text itself where there is nothing to decode in it.
  const std::size_t offset = prepared_.offset_of(attribute.text);
  if (!body_offset_ || attribute.size == 0 || offset == Prepared::npos) return {};
  return {*body_offset_ + offset, *body_offset_ + offset + prepared_.original({attribute.text, attribute.size}).size()};
}

TextSpan Renderer::span_of_line(std::size_t line) const {
  if (!body_offset_ || line >= source_.count()) return {};
  const std::size_t begin = *body_offset_ + source_.start_of(line);
  return {begin, begin + source_.bare(line).size()};
}

Result<void> Renderer::run() {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS;  // its own autolinks and strike-through are not ours: see text()
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return static_cast<Renderer*>(self)->enter_block(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return static_cast<Renderer*>(self)->leave_block(type, detail);
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    return static_cast<Renderer*>(self)->enter_span(type, detail);
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) { return static_cast<Renderer*>(self)->leave_span(type); };
  parser.text = [](MD_TEXTTYPE type, const char* text, MD_SIZE size, void* self) {
    return static_cast<Renderer*>(self)->text(type, {text, size});
  };
  const int status = md_parse(prepared_.text().data(), static_cast<MD_SIZE>(prepared_.text().size()), &parser, this);
  if (status == 0) flush_html();
  lesson_.html = html_.finish();
  if (!refusal_ && lesson_.html.size() > kHtmlLimit) refusal_ = fmt::format("its HTML is larger than {} bytes", kHtmlLimit);
  if (refusal_) {
    return fail(ErrorKind::kTooLarge, fmt::format("{} can't be shown: {}.", lesson_.file, *refusal_),
                "Split the lesson, or write that part more simply.");
  }
  if (status != 0) return fail(ErrorKind::kInternal, fmt::format("{} can't be shown: the Markdown parser failed.", lesson_.file));
  return {};
}

int Renderer::go_on() {
  if (++events_ > kEventLimit) refusal_ = "it has too many elements";
  if (html_.size() > kHtmlLimit) refusal_ = fmt::format("its HTML is larger than {} bytes", kHtmlLimit);
  const std::size_t parts =
      lesson_.headings.size() + lesson_.links.size() + lesson_.anchor_links.size() + lesson_.blocks.size() + lesson_.images.size();
  if (parts > kPartsLimit) refusal_ = fmt::format("it has more than {} headings, links, code blocks and images", kPartsLimit);
  // Negative: md4c 0.4.8 passes a positive value up only part of the way, and goes on.
  return refusal_ ? -1 : 0;
}

Result<void> render(std::string_view body, std::uint32_t first_line, std::optional<std::size_t> body_offset, Lesson& lesson,
                    const Policy& policy) {
  return Renderer(body, first_line, body_offset, lesson, policy).run();
}

}  // namespace tt::lessons
