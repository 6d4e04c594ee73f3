# Reads one table of a release with one of several programs and prints its columns as JSON, every value as text.
arguments <- commandArgs(trailingOnly = TRUE)
release <- arguments[2]
table <- arguments[3]
csv <- file.path(release, "csv", paste0(table, ".csv"))

readers <- list(
  load = function() {
    source(file.path(release, "R", "load.R"), local = TRUE)
    load_claims(release)[[table]]
  },
  readr = function() readr::read_csv(csv, col_types = readr::cols(.default = "c"), na = "", trim_ws = FALSE),
  data.table = function() {
    data.table::fread(csv, colClasses = "character", na.strings = "", strip.white = FALSE, encoding = "UTF-8")
  },
  RSQLite = function() {
    database <- DBI::dbConnect(RSQLite::SQLite(), Sys.glob(file.path(release, "*.sqlite")), extended_types = TRUE)
    on.exit(DBI::dbDisconnect(database))
    DBI::dbReadTable(database, table)
  }
)

kind <- function(column) {
  if (is.factor(column)) return("term")
  if (inherits(column, "Date")) return("date")
  if (inherits(column, "integer64") || is.integer(column)) return("integer")
  if (is.logical(column)) return("boolean")
  if (is.numeric(column)) return("number")
  "text"
}

as_text <- function(column) {
  text <- if (inherits(column, "Date")) {
    sprintf("%d", as.integer(unclass(column)))
  } else if (is.logical(column)) {
    tolower(as.character(column))
  } else if (is.double(column) && !inherits(column, "integer64")) {
    sprintf("%.17g", column)
  } else {
    enc2utf8(as.character(column))
  }
  ifelse(is.na(column), NA_character_, text)
}

data <- readers[[arguments[1]]]()
columns <- lapply(names(data), function(name) {
  column <- data[[name]]
  list(
    name = jsonlite::unbox(name), kind = jsonlite::unbox(kind(column)), values = as_text(column),
    levels = if (is.factor(column)) levels(column) else character()
  )
})
cat(jsonlite::toJSON(columns, na = "null"))
