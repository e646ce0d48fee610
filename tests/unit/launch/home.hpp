// A home in the folder for temporary files, which goes with it.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"

// Invariant: owns the folder `path`.
struct Home {
  std::filesystem::path path;
  Home() {
    std::string name = (std::filesystem::temp_directory_path() / "tt-launch-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = std::filesystem::canonical(name);
  }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home() { std::filesystem::remove_all(path); }

  // Its path.
  std::string write(const std::string& file, mode_t mode = 0644) const {
    std::filesystem::create_directories((path / file).parent_path());
    REQUIRE(tt::write_file_atomically(path / file, "text\n", mode));
    return (path / file).string();
  }
};
