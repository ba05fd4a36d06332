"""The bus: kombu, in memory and over AMQP."""
