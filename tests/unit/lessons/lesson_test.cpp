#include "lessons/lesson.hpp"

#include <doctest/doctest.h>

TEST_CASE("x") {}
