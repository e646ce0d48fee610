// A folder of its own for a test.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"

// Invariant: owns the folder `path`, which goes with it.
struct Scratch {
  std::filesystem::path path;
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "tt-cli-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = std::filesystem::canonical(name);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path); }

  std::filesystem::path write(const std::string& file, std::string_view text) const {
    std::filesystem::create_directories((path / file).parent_path());
    REQUIRE(tt::write_file_atomically(path / file, text));
    return path / file;
  }
};
