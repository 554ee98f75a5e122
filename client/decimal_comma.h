// Figures as Indonesian readers write them: 69.877 km is sixty-nine thousand and more to them, 69,877 km what
// is meant. For people only; what programs read keeps its points.
#pragma once

#include <string>

namespace pasok::client {

// Of a text that is a figure with its unit.
std::string WithDecimalComma(std::string figure);

// Of the figures in a sentence: what follows "Rp" or stands before a unit, and shares such as 0.25. Other
// points between digits stay, as in the codes of regions.
std::string WithDecimalCommas(std::string sentence);

}  // namespace pasok::client
