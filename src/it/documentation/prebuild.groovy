import io.github.multiarchmaven.testbed.DocumentationPoms
import io.github.multiarchmaven.image.Platform
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TestAuthority
import io.github.multiarchmaven.testbed.TinyImage

def registry = InvokerRegistry.start(basedir, context)
def root = new File(basedir, '../../..').canonicalFile.toPath()
def pages = [root.resolve('README.md'), root.resolve('docs/getting-started.md'), root.resolve('docs/promote.md'), root.resolve('docs/network.md'), root.resolve('docs/check.md'), root.resolve('docs/ci.md')]
def authority = TestAuthority.named('Company')
authority.write(new File(basedir, 'module/src/main/certificates/company.pem').toPath())
def both = [Platform.linuxAmd64(), Platform.linuxArm64()] as Platform[]
TinyImage.putIndex(registry.repository('library/eclipse-temurin'), '21-jre', 100, both)
TinyImage.putImage(registry.repository('library/centos'), 'centos7.9.2009', both[0], 100, {})
TinyImage.putIndex(registry.repository('arm64v8/centos'), '7.9.2009', 100, both[1])
['1.24.0', '1.25.3', '1.26.1', '1.26.2'].each { TinyImage.putIndex(registry.repository('library/nginx'), it, 100, both) }
context.put('modules', DocumentationPoms.write(basedir.toPath(), registry.host(), projectVersion, pages))
true
