import io.github.multiarchmaven.testbed.BuildKit
import io.github.multiarchmaven.testbed.Buildah
import io.github.multiarchmaven.testbed.DocumentationPoms
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TlsRefusingFront
import java.nio.file.Files

def registry = InvokerRegistry.start(basedir, context)
def front = new TlsRefusingFront(registry.host().split(':')[1] as int)
context.put('front', front)
def page = new File(basedir, '../../../docs/dockerfile.md').canonicalFile.toPath()
context.put('modules', DocumentationPoms.write(basedir.toPath(), front.host(), projectVersion, [page]))

// Not under target: the storage of an engine is no place for a build's own checks, and a daemon's folder is short.
def home = Files.createTempDirectory('engines')
def kit = BuildKit.start()
context.put('kit', kit)
context.put('home', home)
def programs = [buildah: Buildah.emulating(Files.createDirectory(home.resolve('buildah'))), docker: kit.program(Files.createDirectory(home.resolve('docker')))]
def common = new File(basedir, 'test.properties').text
programs.each { name, program ->
    new File(basedir, "${name}.properties").text = common + "\nmultiarch.dockerfile.engineProgram=$program\n"
}
// The example's secret, on this machine.
def secret = home.resolve('settings')
Files.writeString(secret, 'a secret')
context.get('modules').each { def pom = new File(basedir, "$it/pom.xml"); pom.text = pom.text.replace('/run/secrets/settings', secret.toString()) }
// A base image: a Dockerfile beside a pom of packaging pom.
def first = new File(basedir, "${context.get('modules')[0]}/pom.xml").text
def base17 = new File(basedir, 'base')
base17.mkdirs()
new File(base17, 'pom.xml').text = first.replaceAll('<artifactId>example-1</artifactId>', '<artifactId>base</artifactId><packaging>pom</packaging>')
new File(base17, 'Dockerfile').text = 'ARG REGISTRY\nFROM ${REGISTRY}/base/java:17\nCOPY pom.xml /opt/\n'
def reactor = new File(basedir, 'pom.xml')
reactor.text = reactor.text.replace('</modules>', '<module>base</module></modules>')
// As promote would have written it.
def base = registry.manifest('base/java', '17')
new File(basedir, 'multiarch.lock').text = """{"version": 1, "images": [{"to": "${front.host()}/base/java:17", "digest": "${base.digest()}",
  "sources": [], "platforms": {}, "tags": {"17": "${base.digest()}"}, "time": "2026-01-31T12:00:00Z"}]}"""
true
