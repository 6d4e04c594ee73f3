# Loads a release into R: a list of data frames with the types of its description.
#
#   source("R/load.R")
#   d <- load_claims(".")              # a release folder or its zip file
#   d <- load_claims(".", "claims")    # only some tables
#
# Base R is enough. Where the package nanoparquet or arrow is installed, the Parquet files are read, which is faster;
# the result is the same. Terms are factors with all their levels, in the order of the vocabulary; days are Dates;
# an empty cell is NA, and the text NA stays a text. attr(d, "version") and attr(d, "citation") say what was loaded.

load_claims <- function(path = ".", tables = NULL) {
  folder <- claims_folder(path)
  dataset <- claims_csv(file.path(folder, "R", "dataset.csv"))
  columns <- claims_csv(file.path(folder, "R", "columns.csv"))
  levels <- claims_csv(file.path(folder, "R", "levels.csv"))
  known <- unique(columns$table)
  if (is.null(tables)) tables <- known
  unknown <- setdiff(tables, known)
  if (length(unknown) > 0) {
    stop("no table ", unknown[1], " in this release; it has ", paste(known, collapse = ", "), call. = FALSE)
  }
  read <- claims_reader(folder)
  data <- lapply(tables, function(table) {
    claims_typed(read(table), columns[columns$table == table, ], levels[levels$table == table, ])
  })
  structure(data, names = tables, version = dataset$version, citation = dataset$citation)
}

# The folder of the release; a zip file is unpacked into the temporary folder of this session.
claims_folder <- function(path) {
  if (!file.exists(path)) stop(path, ": there is no such folder or file", call. = FALSE)
  if (!dir.exists(path)) {
    inside <- tempfile("release")
    unpacked <- utils::unzip(path, exdir = inside)
    found <- grep("/R/columns[.]csv$", unpacked, value = TRUE)
    if (length(found) == 0) stop(path, ": not the zip file of a release", call. = FALSE)
    return(dirname(dirname(found[1])))
  }
  if (!file.exists(file.path(path, "R", "columns.csv"))) {
    stop(path, ": no R/columns.csv here, so this folder is not a release", call. = FALSE)
  }
  path
}

# A function that reads a table by its name, with whatever types the reader gives.
claims_reader <- function(folder) {
  from_csv <- function(table) claims_csv(file.path(folder, "csv", paste0(table, ".csv")))
  for (package in c("nanoparquet", "arrow")) {
    if (requireNamespace(package, quietly = TRUE)) {
      read <- getExportedValue(package, "read_parquet")
      from_parquet <- function(table) as.data.frame(read(file.path(folder, "parquet", paste0(table, ".parquet"))))
      # Some builds of arrow cannot unpack Parquet files.
      return(function(table) tryCatch(from_parquet(table), error = function(error) from_csv(table)))
    }
  }
  from_csv
}

# Every column as text. By default read.csv would take the text NA for a gap and guess types.
claims_csv <- function(file) {
  utils::read.csv(
    file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE, fill = FALSE,
    blank.lines.skip = FALSE
  )
}

claims_typed <- function(data, columns, levels) {
  for (at in seq_len(nrow(columns))) {
    name <- columns$column[at]
    value <- data[[name]]
    data[[name]] <- switch(columns$type[at],
      term = factor(as.character(value), levels = levels$level[levels$column == name]),
      date = as.Date(value, format = "%Y-%m-%d"),
      boolean = if (is.character(value)) value == "true" else as.logical(value),
      integer = claims_integer(value, name),
      number = as.numeric(value),
      as.character(value)
    )
  }
  data
}

# Integers where they fit into 32 bits, as R has no others; doubles up to 2^53; text where a double would lose digits.
claims_integer <- function(value, name) {
  size <- abs(as.numeric(value))
  if (all(is.na(size) | size <= .Machine$integer.max)) return(as.integer(value))
  if (all(is.na(size) | size <= 2^53)) return(as.numeric(value))
  warning(name, ": whole numbers beyond 2^53 are left as text, because R would round them", call. = FALSE)
  as.character(value)
}
