import io.github.multiarchmaven.testbed.DocumentationPoms
import io.github.multiarchmaven.testbed.InvokerRegistry

def registry = InvokerRegistry.start(basedir, context)
def root = new File(basedir, '../../..').canonicalFile.toPath()
def pages = [root.resolve('README.md'), root.resolve('docs/getting-started.md')]
context.put('modules', DocumentationPoms.write(basedir.toPath(), registry.host(), projectVersion, pages))
true
