// tt-bringup lesson FILE
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "modes.hpp"
#include "print.hpp"
#include "print_error.hpp"
#include "protocol/gen/messages.hpp"
#include "protocol/wire.hpp"
#include "server/lesson_view.hpp"

namespace tt::cli {
namespace {

// The pack that a lesson file belongs to: the nearest folder above it with a manifest, else its own folder.
std::filesystem::path pack_of(const std::filesystem::path& file) {
  std::error_code ignored;
  for (std::filesystem::path folder = file.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / "pack.yaml", ignored)) return folder;
  }
  return file.parent_path();
}

}  // namespace

int lesson(const std::filesystem::path& file) {
  std::error_code failure;
  const std::filesystem::path path = std::filesystem::canonical(file, failure);
  if (failure) {
    print_error({ErrorKind::kNotFound, fmt::format("There is no file {}.", file.string()), {}});
    return 2;
  }
  const server::Library library = server::load_library({pack_of(path)});
  const std::optional<server::LessonRef> found = server::find_lesson_by_path(library, path);
  if (!found) {
    for (const packs::Pack& pack : library.packs) {
      for (const lessons::Problem& problem : pack.problems) {
        if (pack.root / problem.file == path) print_error({ErrorKind::kMalformed, problem.message, {}});
      }
    }
    print_error({ErrorKind::kMalformed, fmt::format("{} can't be read as a lesson.", path.string()), {}});
    return 2;
  }
  print(stdout, "{}\n", protocol::dump(protocol::encode(server::lesson_view(*found, library.commands))));
  return 0;
}

}  // namespace tt::cli
