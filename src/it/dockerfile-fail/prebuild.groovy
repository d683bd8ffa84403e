import io.github.multiarchmaven.testbed.Buildah
import io.github.multiarchmaven.testbed.InvokerRegistry
import java.nio.file.Files

def home = Files.createTempDirectory('engines')
context.put('home', home)
def program = Buildah.emulating(Files.createDirectory(home.resolve('buildah')))
InvokerRegistry.start(basedir, context, ['multiarch.dockerfile.engineProgram': program.toString()])
true
