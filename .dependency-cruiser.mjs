/** The layers: who may import whom. `npm run check layers` enforces it. */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that resolves to nothing breaks only when it runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'engine-without-electron',
      comment: 'The engine runs in a utility process, in tests and behind the command line, where there is no Electron.',
      severity: 'error',
      from: { path: '^src-main/(engine|cli|storage)/' },
      to: { path: '(^|node_modules/)electron($|/)', reachable: true },
    },
    {
      name: 'engine-below-app',
      comment: 'The engine is the lowest layer of the main side; only its entry file knows the process it is started in.',
      severity: 'error',
      from: { path: '^src-main/engine/', pathNot: '^src-main/engine/index\\.ts$' },
      to: { path: '^src-main/(app|ipc|preload|supervisor|cli)/' },
    },
    {
      name: 'page-without-main',
      comment: 'The sandboxed page reaches the main side through the contract only.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/|(^|node_modules/)electron($|/)' },
    },
    {
      name: 'page-without-node',
      comment: 'The page has no Node.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-without-page',
      comment: 'The main side does not know the page.',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'shared-alone',
      comment: 'What both sides share depends on neither.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { path: '^src-(main|renderer)/|(^|node_modules/)electron($|/)' },
    },
    {
      name: 'methods-see-batches-only',
      comment: 'A method sees batches and networks: never the disk, IPC, data folders or the service.',
      severity: 'error',
      from: { path: '^src-main/engine/(methods|losses|nn|backbones)/', pathNot: '\\.(test|slow\\.test)\\.ts$|/testing/' },
      to: {
        path: '^(node:)?(fs|child_process|worker_threads|net|http|https)(/|$)|^src-main/engine/(data|service|storage)/|^src-main/(storage|ipc)/',
        pathNot: '^src-main/engine/data/types\\.ts$',
      },
    },
    {
      name: 'one-door-to-the-vault',
      comment: 'Only import seals target labels; only the split makes a vault over them, and only the count asks it for class sizes.',
      severity: 'error',
      from: {
        path: '^src-main/',
        pathNot: '^src-main/engine/data/(split-pair|import-domain|count-target|testing/.*|.*\\.test)\\.ts$|^src-main/engine/data/testing/',
      },
      to: { path: '^src-main/engine/data/label-vault\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-without-tests',
      comment: 'Code that ships does not lean on tests or development tools.',
      severity: 'error',
      from: { path: '^src-', pathNot: '\\.test\\.tsx?$|/testing/' },
      to: { path: '\\.test\\.tsx?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|\\.runtime|test-results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
