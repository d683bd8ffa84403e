io.github.multiarchmaven.testbed.InvokerRegistry.start(basedir, context)
true
