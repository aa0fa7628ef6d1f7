// Holds rendered manifests against the schemas of Kubernetes: see check-chart.sh, which brings the packages.
import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'

let valid = 0
const problems = []
for (const file of process.argv.slice(2)) {
  const manifests = readFileSync(file, 'utf8').replace(/---\n# Source: NOTES[\s\S]*?(?=\n---|$)/, '')
  for (const document of parseAllDocuments(manifests, { version: '1.1' })) {
    const manifest = document.toJSON()
    // Kinds of operators have no schema here.
    if (manifest === null || manifest.apiVersion.includes('coreos.com')) continue
    const { [manifest.kind]: Model } = await import(`kubernetes-models/${manifest.apiVersion}`)
    try {
      new Model(manifest).validate()
      valid++
    } catch (thrown) {
      problems.push(`${file}: ${manifest.kind}: ${thrown.message}`)
    }
  }
}
for (const problem of problems) console.error(problem)
console.log(`${valid} manifests are valid, ${problems.length} are not`)
process.exit(problems.length > 0 ? 1 : 0)
