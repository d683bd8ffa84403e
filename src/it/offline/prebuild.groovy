import io.github.multiarchmaven.testbed.InvokerRegistry

def registry = InvokerRegistry.start(basedir, context)
new File(basedir, 'empty-cache.properties').text = "it.registry=${registry.host()}\nmultiarch.cacheDirectory=target/empty-cache\n"
true
