// Reads one table of a release with the npm package datapackage and prints its columns as JSON, every value as text.
const { Package } = require('datapackage')

const [release, table] = process.argv.slice(2)
const DAY = 24 * 60 * 60 * 1000

function kind(values, field) {
  const first = values.find((value) => value !== null)
  if (field.constraints.enum) return 'term'
  if (first === undefined) return field.type === 'string' ? 'text' : field.type
  if (first instanceof Date) return 'date'
  if (typeof first === 'number') return field.type
  return typeof first === 'string' ? 'text' : typeof first
}

function asText(value) {
  if (value === null) return null
  // The reader gives a day as midnight of the local time zone.
  if (value instanceof Date) return String(Math.round((value - value.getTimezoneOffset() * 60000) / DAY))
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

async function main() {
  const resource = (await Package.load(`${release}/datapackage.json`)).getResource(table)
  const refused = new Set()
  let rows = null
  while (rows === null) {
    try {
      rows = await resource.read()
    } catch (error) {
      // One cell that it refuses ends the reading, so the columns of such cells are read as text.
      for (const { message } of error.errors) refused.add(message.match(/in column "(\w+)"/)[1])
      for (const field of resource.descriptor.schema.fields) if (refused.has(field.name)) field.type = 'string'
      resource.commit()
    }
  }
  const columns = resource.schema.fields.map((field, at) => {
    const values = rows.map((row) => row[at])
    const levels = field.constraints.enum || []
    const found = refused.has(field.name) ? 'refused' : kind(values, field)
    return { name: field.name, kind: found, values: values.map(asText), levels }
  })
  console.log(JSON.stringify(columns))
}

main()
